import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { createLocalTelegram } from '../../playground/bot-api/local-telegram.js';
import { sql } from '../../src/shared/database.js';
import { newSealingKey } from '../../src/shared/sealed-box.js';
import { testDatabase } from '../support/database.js';
import { endCommands, ownFolder, runCommand, startCommand } from './support/command.js';
import type { Environment } from './support/command.js';

const { url, database: db } = await testDatabase();
const telegram = await createLocalTelegram();
const apiRoot = await telegram.listen();
const folder = await ownFolder();
const environment: Environment = {
  DATABASE_URL: url,
  ENCRYPTION_KEYS: newSealingKey('k1'),
  TELEGRAM_API_ROOT: apiRoot,
  DATA_DIR: join(folder, 'data'),
  PLAYGROUND: '0',
  PORT: '0',
  LOG_LEVEL: 'warn',
};

afterAll(async () => {
  await endCommands();
  await telegram.close();
});

const estafeta = (args: string[], more: Environment = {}) =>
  runCommand(args, { ...environment, ...more }, folder);

/** Writes a client file. @returns its name, for the command */
async function clientFile(name: string, lines: string[]): Promise<string> {
  await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  return name;
}

async function clientsCalled(...slugs: string[]): Promise<unknown[]> {
  return db.query(sql`SELECT FROM clients WHERE slug = ANY(${slugs})`);
}

async function settingsOf(slug: string): Promise<Record<string, unknown>> {
  return db.one(
    sql`SELECT s.* FROM client_settings s JOIN clients c ON c.id = s.client_id WHERE c.slug = ${slug}`,
  );
}

describe('apply', () => {
  const token = telegram.createBot({ username: 'tea_bot' }).token;
  const tea = [
    'client: { id: tea-house, name: Tea House, language: en }',
    'settings:',
    '  reminder_timeout_1: 10',
    '  handover_keywords: [complaint, refund*]',
    'integrations:',
    '  - { platform: telegram, name: shop, credentials: { bot_token: "${TEA_BOT_TOKEN}" } }',
    'intents:',
    '  - { name: hours, action: reply, reply: "From nine to seven.", examples: ["when do you open?"] }',
    '  - { name: address, action: reply, reply: "10 Abbey Lane.", examples: ["where are you?"] }',
  ];

  it('creates a client without printing its token, and applied a second time changes nothing', async () => {
    const file = await clientFile('tea.yaml', tea);
    const first = await estafeta(['apply', file, '--yes'], { TEA_BOT_TOKEN: token });
    expect(first).toMatchObject({
      code: 0,
      output: expect.stringContaining('The client tea-house was created.'),
    });
    expect(first.output).toContain('~ settings.reminder_timeout_1: 30 -> 10');
    expect(first.output).toContain('+ integrations.telegram/shop: a sealed secret');
    expect(first.output).not.toContain(token.split(':')[1]);
    const before = await settingsOf('tea-house');

    const second = await estafeta(['apply', file, '--yes'], { TEA_BOT_TOKEN: token });
    expect(second).toEqual({
      code: 0,
      output: 'The client tea-house is as the file says: nothing to change.\n',
    });
    expect(await settingsOf('tea-house')).toEqual(before);
  });

  it('shows what would change and changes it only when somebody agrees', async () => {
    const file = await clientFile('later.yaml', [
      'client: { id: tea-house }',
      'settings: { reminder_timeout_1: 15 }',
    ]);
    const refused = await estafeta(['apply', file]);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('~ settings.reminder_timeout_1: 10 -> 15');
    expect(refused.output).toContain('Add --yes');
    expect(await settingsOf('tea-house')).toMatchObject({ reminder_timeout_1: 10 });

    expect((await estafeta(['apply', file, '--yes'])).code).toBe(0);
    expect(await settingsOf('tea-house')).toMatchObject({
      reminder_timeout_1: 15,
      handover_keywords: ['complaint', 'refund*'],
    });
  });

  it('says when it would undo what somebody changed by other means', async () => {
    await db.query(sql`
      UPDATE client_settings SET reminder_timeout_1 = 20
      WHERE client_id = (SELECT id FROM clients WHERE slug = 'tea-house')`);
    const { output } = await estafeta(['apply', 'later.yaml', '--yes']);
    expect(output).toContain(
      '~ settings.reminder_timeout_1: 20 -> 15   <- changed elsewhere since the file was last applied',
    );
  });

  it('takes entries away from a list only with --prune', async () => {
    const file = await clientFile('short.yaml', [
      'client: { id: tea-house }',
      'intents:',
      '  - { name: hours, action: reply, reply: "From nine to seven.", examples: ["when do you open?"] }',
    ]);
    expect((await estafeta(['apply', file, '--yes'])).output).toContain('nothing to change');

    const pruned = await estafeta(['apply', file, '--yes', '--prune']);
    expect(pruned.output).toContain('- intents.address: ');
    const intents = await db.query<{ name: string }>(sql`
      SELECT name FROM intents WHERE client_id = (SELECT id FROM clients WHERE slug = 'tea-house')`);
    expect(intents).toEqual([{ name: 'hours' }]);
    expect(await settingsOf('tea-house')).toMatchObject({ handover_keywords: ['complaint', 'refund*'] });
  });

  it('names the line of everything that is wrong, and the variable that is missing, and changes nothing', async () => {
    const file = await clientFile('wrong.yaml', [
      'client: { id: wrong-shop, name: Wrong }',
      'settings:',
      '  reminder_timeout_1: soon',
      '  telegram_bot_token: ${NOBODY_SET_THIS}',
      '  reminder_timeuot_2: 60',
    ]);
    const { code, output } = await estafeta(['apply', file, '--yes']);
    expect(code).toBe(1);
    expect(output).toMatch(/^wrong\.yaml:3: settings\.reminder_timeout_1: /m);
    expect(output).toMatch(
      /^wrong\.yaml:4: settings\.telegram_bot_token: the environment has no NOBODY_SET_THIS/m,
    );
    expect(output).toMatch(/^wrong\.yaml:5: settings\.reminder_timeuot_2: no such name/m);
    expect(output).toContain('nothing was changed');
    expect(await clientsCalled('wrong-shop')).toEqual([]);
  });

  it('refuses a file that is not there, hours without an open minute, and a bot that another shop has', async () => {
    const closed = await clientFile('closed.yaml', [
      'client: { id: closed-shop }',
      'settings: { working_hours: {} }',
    ]);
    const thief = await clientFile('thief.yaml', ['client: { id: thief }', ...tea.slice(4, 6)]);
    const [absent, neverOpen, stolen] = await Promise.all([
      estafeta(['apply', 'nowhere.yaml', '--yes']),
      estafeta(['apply', closed, '--yes']),
      estafeta(['apply', thief, '--yes'], { TEA_BOT_TOKEN: token }),
    ]);
    expect(absent).toMatchObject({ code: 1, output: expect.stringContaining("nowhere.yaml can't be read") });
    expect(neverOpen).toMatchObject({
      code: 1,
      output: expect.stringMatching(/working_hours|never open|no open/i),
    });
    expect(stolen).toMatchObject({
      code: 1,
      output: expect.stringContaining('already belongs to another integration'),
    });
    expect(await clientsCalled('closed-shop', 'thief')).toEqual([]);
  });

  it('is followed by the client in the list', async () => {
    const { code, output } = await estafeta(['client', 'list']);
    expect(code).toBe(0);
    expect(output).toMatch(/^tea-house {2}Tea House {2}active {2}open handovers: 0$/m);
    expect(output).toMatch(/^ {4}telegram\/shop: pending/m);
  });
});

describe('start', () => {
  it('lists all that is wrong with the environment at once, before it touches anything', async () => {
    const { code, output } = await estafeta(['start'], {
      PORT: 'three thousand',
      DATABASE_URL: 'mysql://localhost/estafeta',
      SWEEP_INTERVAL_SECONDS: 'often',
      ENCRYPTION_KEYS: 'short',
      TELEGRAM_GROUP_BUDGET: 'plenty',
    });
    expect(code).toBe(1);
    for (const variable of [
      'PORT',
      'DATABASE_URL',
      'SWEEP_INTERVAL_SECONDS',
      'ENCRYPTION_KEYS',
      'TELEGRAM_GROUP_BUDGET',
    ]) {
      expect(output).toMatch(new RegExp(`^environment: ${variable}: `, 'm'));
    }
    expect(output).toContain('What to do:');
  });

  it('says which port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await estafeta(['start', '--role', 'web'], { PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is taken by another program.`);
    expect(output).toContain('What to do:');
  });

  it('says where health is asked, answers there, and stops when told to', async () => {
    const web = startCommand(['start', '--role', 'web'], environment, folder);
    const [, health = ''] = await web.says(/health: (\S+)/);
    expect(await (await fetch(health)).json()).toEqual({ ok: true });
    const ready = await fetch(health.replace('healthz', 'readyz'));
    expect(await ready.json()).toMatchObject({ ok: true, database: { ok: true }, queue: { ok: true } });
    web.signal('SIGTERM');
    expect(await web.ended).toBe(0);
    await expect(fetch(health)).rejects.toThrow();
  });

  it('says that a database does not answer, and does not print its password', async () => {
    const { code, output } = await estafeta(['start'], {
      DATABASE_URL: 'postgres://estafeta:hidden-word@127.0.0.1:9/estafeta',
    });
    expect(code).toBe(1);
    expect(output).toMatch(/database|PostgreSQL/i);
    expect(output).toContain('What to do:');
    expect(output).not.toContain('hidden-word');
  });
});

describe('the command line', () => {
  it('lists its commands, and says so of a word it does not know', async () => {
    const [help, unknown] = await Promise.all([estafeta(['help']), estafeta(['aply'])]);
    expect(help.code).toBe(0);
    for (const command of ['start', 'apply FILE.yaml', 'client list', 'migrate', 'doctor'])
      expect(help.output).toContain(command);
    expect(unknown).toMatchObject({ code: 2, output: expect.stringContaining('There is no command "aply"') });
  });
});
