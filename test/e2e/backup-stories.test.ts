import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, sql } from '../../src/shared/database.js';
import type { Database } from '../../src/shared/database.js';
import { newSealingKey } from '../../src/shared/sealed-box.js';
import { asAdmin, databaseUrl } from '../support/test-server.js';
import { endCommands, ownFolder, runCommand } from './support/command.js';
import { startInstallation } from './support/installation.js';
import { settled } from './support/ledger.js';
import { eventually } from '../support/eventually.js';
import { startProgram } from './support/program.js';
import type { Program } from './support/program.js';
import type { Customer } from './support/people.js';

const installation = await startInstallation();
const { env, database } = installation;
const folder = await ownFolder();
const backup = join(folder, 'backup');
const emptyName = `${new URL(env['DATABASE_URL'] ?? '').pathname.slice(1)}_elsewhere`;
const elsewhere = {
  ...env,
  DATABASE_URL: databaseUrl(env['DATABASE_URL'] ?? '', emptyName),
  DATA_DIR: join(folder, 'elsewhere'),
};
const adminUrl = databaseUrl(env['DATABASE_URL'] ?? '', 'postgres');
const restored = openDatabase(elsewhere.DATABASE_URL);
let moved: Program | null = null;

beforeAll(async () => {
  await asAdmin(adminUrl, `CREATE DATABASE "${emptyName}"`);
});

afterAll(async () => {
  await moved?.stop();
  await endCommands();
  await restored.close();
  await asAdmin(adminUrl, `DROP DATABASE "${emptyName}" WITH (FORCE)`);
});

/** What was said and what was asked of people, without what changes afterwards. */
async function ledger(db: Database): Promise<Record<'messages' | 'handovers' | 'events', string[]>> {
  const lines = async (statement: ReturnType<typeof sql>): Promise<string[]> =>
    (await db.query<{ line: string }>(statement)).map(({ line }) => line);
  return {
    messages: await lines(sql`
      SELECT concat_ws('|', conversation_id, seq, id, role, kind, content, external_message_id) AS line
      FROM messages WHERE direction = 'inbound' ORDER BY conversation_id, seq`),
    handovers: await lines(sql`
      SELECT concat_ws('|', id, user_id, reason, created_at) AS line FROM handovers ORDER BY id`),
    events: await lines(sql`
      SELECT concat_ws('|', id, handover_id, type, created_at) AS line FROM handover_events ORDER BY id`),
  };
}

async function countOf(db: Database): Promise<number> {
  const { count } = await db.one<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM messages WHERE direction = 'inbound'`,
  );
  return count;
}

/** Customers who go on writing until they are told to stop; bounded. */
function keepWriting(customers: readonly Customer[]): { stop(): void } {
  let written = 0;
  const timer = setInterval(() => {
    for (const customer of customers) customer.writes(`вы сегодня работаете? ${(written += 1)}`);
    if (written > 400) clearInterval(timer);
  }, 150);
  return { stop: () => clearInterval(timer) };
}

describe('the restore drill', () => {
  it('a backup under load, brought back elsewhere, holds everything up to its moment and goes on from there', async () => {
    const shop = await installation.newClient();
    const customers = [shop.customer, ...['Борис', 'Вера', 'Глеб'].map((name) => shop.newCustomer(name))];
    shop.model.answers.classify = ({ unread }) =>
      unread.some((text) => text.includes('человека'))
        ? { wants_human: true }
        : { intent: 'opening_hours', confidence: 0.95 };
    shop.customer.writes('Позовите человека');
    await (await shop.topicOf()).card(/Новый запрос/);
    const load = keepWriting(customers);
    await eventually(async () => (await countOf(database)) > 20);

    const before = await countOf(database);
    const made = await runCommand(['backup', backup], env, folder);
    const after = await countOf(database);
    expect(made).toMatchObject({ code: 0, output: expect.stringContaining('keys are not in it') });
    await eventually(async () => (await countOf(database)) > after + 8);
    load.stop();
    await eventually(() => settled(shop), { withinMs: 30_000 });
    await installation.kill();

    const brought = await runCommand(['restore', backup], elsewhere, folder);
    expect(brought).toMatchObject({ code: 0, output: expect.stringContaining('Restored as of') });
    const [there, here] = [await ledger(restored), await ledger(database)];
    for (const kind of ['handovers', 'events'] as const) {
      expect(there[kind].length).toBeGreaterThan(0);
      expect(here[kind].slice(0, there[kind].length)).toEqual(there[kind]);
    }
    expect(there.messages.length).toBeGreaterThanOrEqual(before);
    expect(there.messages.length).toBeLessThanOrEqual(after);
    // Nothing is missing in between: of each conversation there is the beginning, as it was said.
    expect(there.messages.filter((line) => !here.messages.includes(line))).toEqual([]);
    const gaps = await restored.query(sql`
      SELECT FROM messages GROUP BY conversation_id HAVING count(*) <> max(seq)`);
    expect(gaps).toEqual([]);

    moved = await startProgram('all', { folder, env: elsewhere });
    const topic = await shop.topicOf();
    expect(await shop.timur.presses(topic, 'Беру')).toMatchObject({ answered: true });
    await topic.card(/В работе/);
    shop.timur.writes(topic, 'Здравствуйте, я здесь');
    await shop.customer.sees('Здравствуйте, я здесь');
  }, 100_000);
});

describe('a backup', () => {
  it('gives away neither tokens nor keys, and only its owner may read it', async () => {
    const files = await readdir(join(backup, 'tables'));
    expect(files).toContain('messages.copy.gz');
    expect(await readdir(backup)).not.toContain('encryption-keys');
    const manifest = await readFile(join(backup, 'backup.json'), 'utf8');
    for (const secret of installation.secrets) expect(manifest).not.toContain(secret);
    for (const part of [backup, join(backup, 'tables', 'messages.copy.gz')])
      expect((await stat(part)).mode & 0o077).toBe(0);
  });

  it('does not overwrite another', async () => {
    const again = await runCommand(['backup', backup], env, folder);
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('is there already') });
  });
});

describe('restoring is refused, and changes nothing,', () => {
  it('into a database that is in use', async () => {
    const refused = await runCommand(['restore', backup], env, folder);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('in use by Estafeta already') });
  });

  it('with other keys', async () => {
    const refused = await runCommand(
      ['restore', backup],
      { ...elsewhere, ENCRYPTION_KEYS: newSealingKey('k1') },
      folder,
    );
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('Give the keys of the installation'),
    });
  });

  it('from a folder that is no backup', async () => {
    const refused = await runCommand(['restore', folder], elsewhere, folder);
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('is no backup that can be read'),
    });
  });

  it('from a newer version', async () => {
    const file = join(backup, 'backup.json');
    const text = await readFile(file, 'utf8');
    const manifest = JSON.parse(text) as { migrations: string[] };
    await writeFile(
      file,
      JSON.stringify({ ...manifest, migrations: [...manifest.migrations, '9999_later'] }),
    );
    const refused = await runCommand(['restore', backup], elsewhere, folder);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('9999_later') });
    await writeFile(file, text);
  });

  it('from a backup that was cut off', async () => {
    await truncate(join(backup, 'tables', 'messages.copy.gz'), 50);
    const refused = await runCommand(['restore', backup], elsewhere, folder);
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('messages.copy.gz is damaged'),
    });
  });
});
