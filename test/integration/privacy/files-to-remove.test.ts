import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  dueFiles,
  removeFiles,
  removeFilesOf,
  removeStrayFiles,
} from '../../../src/privacy/files-to-remove.js';
import { sql } from '../../../src/shared/database.js';
import { createLogger } from '../../../src/shared/logger.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-files-'));
afterAll(() => rm(mediaDir, { recursive: true }));
beforeEach(() => database.query(sql`DELETE FROM files_to_remove`));

let logs: string[] = [];
beforeEach(() => (logs = []));
const logger = createLogger({ level: 'trace', to: { write: (line) => void logs.push(line) } });
const remove = (): Promise<void> => removeFiles({ db: database, clock, logger, mediaDir });

/** What can't be removed as a file is: a folder stands in its place. */
async function stubborn({ client_id }: Shop, name: string): Promise<string> {
  await mkdir(join(mediaDir, client_id, name), { recursive: true });
  return listed(client_id, name);
}

async function removable({ client_id }: Shop, name: string): Promise<string> {
  await mkdir(join(mediaDir, client_id), { recursive: true });
  await writeFile(join(mediaDir, client_id, name), 'x');
  return listed(client_id, name);
}

async function listed(client_id: string, name: string): Promise<string> {
  const path = `${client_id}/${name}`;
  await database.query(sql`
    INSERT INTO files_to_remove (client_id, path, due_at) VALUES (${client_id}, ${path}, ${clock.now()})`);
  clock.advance(0.01);
  return join(mediaDir, path);
}

const left = async (): Promise<string[]> =>
  (await database.query<{ path: string }>(sql`SELECT path FROM files_to_remove ORDER BY path`)).map(
    ({ path }) => join(mediaDir, path),
  );

describe('A file that can’t be removed', () => {
  it('holds up no other, is told of once with what to do, and goes as soon as it can', async () => {
    const shop = await openShop(database, clock);
    const [first, second] = [await stubborn(shop, 'a.jpg'), await removable(shop, 'b.jpg')];

    await remove();
    expect(existsSync(second)).toBe(false);
    expect(await left()).toEqual([first]);
    expect(logs).toHaveLength(1);
    expect(JSON.parse(logs[0] ?? '{}')).toMatchObject({
      client_id: shop.client_id,
      file: first,
      msg: expect.stringMatching(/could not be removed.*delete it by hand/s) as string,
    });

    clock.advance(2);
    await remove();
    expect(logs).toHaveLength(1);
    await rmdir(first);
    await writeFile(first, 'x');
    clock.advance(24 * 60);
    await remove();
    expect(existsSync(first)).toBe(false);
    expect(await left()).toEqual([]);
  });

  it('is tried again after a pause that grows to a day, and rings no bell meanwhile', async () => {
    const shop = await openShop(database, clock);
    await stubborn(shop, 'a.jpg');
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 13; attempt += 1) {
      await remove();
      const [row] = await database.query<{ due_at: Date }>(sql`SELECT due_at FROM files_to_remove`);
      const minutes = ((row?.due_at.getTime() ?? 0) - clock.now().getTime()) / 60_000;
      pauses.push(minutes);
      expect(await dueFiles(database, clock.now())).toEqual([]);
      clock.advance(minutes);
      expect(await dueFiles(database, clock.now())).toEqual([{}]);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440]);
  });

  it('is told of by one of two processes that try it at the same moment', async () => {
    await stubborn(await openShop(database, clock), 'a.jpg');
    await Promise.all([remove(), remove()]);
    expect(logs).toHaveLength(1);
    const rows = await database.query(sql`SELECT attempts FROM files_to_remove`);
    expect(rows).toEqual([{ attempts: 1 }]);
  });

  it('is tried at once when another message that had it is erased', async () => {
    const shop = await openShop(database, clock);
    const path = await stubborn(shop, 'a.jpg');
    await remove();
    const { message_id } = await shop.write('фото');
    await database.query(sql`
      UPDATE messages SET media_file = ${`${shop.client_id}/a.jpg`} WHERE client_id = ${shop.client_id} AND id = ${message_id}`);
    const messages = sql`SELECT ${message_id}::uuid AS id`;
    await removeFilesOf(database, { client_id: shop.client_id, messages, now: clock.now() });
    await database.query(
      sql`DELETE FROM messages WHERE client_id = ${shop.client_id} AND id = ${message_id}`,
    );
    await rmdir(path);
    await remove();
    expect(await left()).toEqual([]);
  });

  it('nor is one that no row names: the others go, and it is tried again like any', async () => {
    const shop = await openShop(database, clock);
    const [first, second] = [await stubborn(shop, 'a.jpg'), await removable(shop, 'b.jpg')];
    await database.query(sql`DELETE FROM files_to_remove`);
    const old = new Date(clock.now().getTime() - 3_600_000);
    await Promise.all([first, second].map((path) => utimes(path, old, old)));
    await removeStrayFiles({ db: database, clock, logger, mediaDir }, shop.client_id);
    expect(existsSync(second)).toBe(false);
    expect(await left()).toEqual([first]);
    expect(logs).toHaveLength(1);
  });
});
