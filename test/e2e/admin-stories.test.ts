import { sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { endCommands, runCommand } from './support/command.js';
import { startInstallation } from './support/installation.js';

const installation = await startInstallation({ roles: ['web'] });
const { folder, env } = installation;
const [web] = installation.programs;
const password = 'тихий-самовар-12';

afterAll(endCommands);

const estafeta = (...args: string[]) => runCommand(args, env, folder);

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${web?.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

const secretIn = (text: string): string | undefined => /\/panel\/link#([\w-]{43})/.exec(text)?.[1];

async function signIn(email: string, given: string): Promise<number> {
  return (await post('/api/sign-in', { email, password: given })).status;
}

describe('whoever runs the installation', () => {
  it('becomes the first admin by the link that the first start prints', async () => {
    const secret = await eventually(() => secretIn(web?.output() ?? '') ?? false);
    const account = { secret, email: 'root@example.com', name: 'Root', password };
    const answer = await post('/api/links/account', account);
    expect(answer.status).toBe(200);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const me = await fetch(`${web?.url}/api/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ email: 'root@example.com', is_superadmin: true });
    expect((await post('/api/links/account', { ...account, email: 'b@example.com' })).status).toBe(404);
  });

  it('makes an account for a client, lists it, helps who forgot the password, and lets them in no more', async () => {
    const slug = 'flower-shop';
    await installation.database.query(sql`INSERT INTO clients (slug, name) VALUES (${slug}, 'Цветы')`);
    const email = 'anna@example.com';
    const made = await estafeta(
      'admin',
      'create',
      email,
      '--name',
      'Анна',
      '--client',
      slug,
      '--role',
      'admin',
    );
    expect(made.code).toBe(0);
    expect((await post('/api/links/password', { secret: secretIn(made.output), password })).status).toBe(200);
    expect(await signIn(email, password)).toBe(200);
    expect((await estafeta('admin', 'list')).output).toContain(`${email} · Анна · admin of ${slug}`);
    const reset = await estafeta('admin', 'reset', email);
    const fresh = { secret: secretIn(reset.output), password: 'громкий-самовар-13' };
    expect((await post('/api/links/password', fresh)).status).toBe(200);
    expect([await signIn(email, password), await signIn(email, fresh.password)]).toEqual([401, 200]);
    expect((await estafeta('admin', 'disable', email)).code).toBe(0);
    expect(await signIn(email, fresh.password)).toBe(401);
    expect((await estafeta('admin', 'disable', email, '--undo')).code).toBe(0);
    expect(await signIn(email, fresh.password)).toBe(200);
  });

  it('is told what is wrong with a command', async () => {
    const unknown = await estafeta('admin', 'reset', 'nobody@example.com');
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('There is no such admin') });
    const twice = await estafeta('admin', 'create', 'ROOT@example.com');
    expect(twice).toMatchObject({ code: 1, output: expect.stringContaining('admin reset') });
  });

  it('finds no password, link or session in the log', () => {
    const log = web?.output() ?? '';
    expect(log).not.toContain(password);
    expect(log.match(/link#/g)).toHaveLength(1);
  });
});
