import { randomBytes } from 'node:crypto';
import { asAdmin, databaseUrl } from '../../support/test-server.js';
import { openShop } from '../../support/shop.js';
import { testDatabase } from '../../support/database.js';
import { migrate } from '../../../prisma/migrate.js';
import { searchMessages } from '../../../src/reports/search-messages.js';
import { databaseOfClient, problemOfClientRole } from '../../../src/shared/client-database.js';
import { systemClock } from '../../../src/shared/clock.js';
import { openDatabase, sql } from '../../../src/shared/database.js';

// As on a server of somebody else's: the database is ours, its server is not. The embedded one runs as a superuser.
const adminUrl = databaseUrl((await testDatabase()).url, 'postgres');
const owner = `owner_${randomBytes(4).toString('hex')}`;
const url = new URL(databaseUrl(adminUrl, owner));
[url.username, url.password] = [owner, 'a-long-password'];

beforeAll(async () => {
  await asAdmin(adminUrl, `CREATE ROLE ${owner} LOGIN PASSWORD 'a-long-password'`);
  await asAdmin(adminUrl, `CREATE DATABASE ${owner} OWNER ${owner}`);
});

afterAll(async () => {
  await asAdmin(adminUrl, `DROP DATABASE ${owner} WITH (FORCE)`);
  await asAdmin(adminUrl, `DROP ROLE ${owner}`);
});

it('an owner of the database who may give no roles is told what an administrator has to run', async () => {
  await expect(migrate(url.href)).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringContaining(`GRANT estafeta_app TO "${owner}";`) as string,
  });
});

it('an owner who made the role, and so may manage it, may act as it too', async () => {
  const maker = `${owner}_maker`;
  const own = new URL(databaseUrl(adminUrl, maker));
  [own.username, own.password] = [maker, 'a-long-password'];
  await asAdmin(adminUrl, `CREATE ROLE ${maker} LOGIN CREATEROLE PASSWORD 'a-long-password'`);
  await asAdmin(adminUrl, `CREATE DATABASE ${maker} OWNER ${maker}`);
  // What PostgreSQL 16 and newer give to whoever makes a role; here it is there already.
  await asAdmin(adminUrl, `GRANT estafeta_app TO ${maker} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`);
  try {
    await migrate(own.href);
    const db = openDatabase(own.href);
    const { client_id } = await openShop(db, systemClock);
    try {
      const panel = databaseOfClient(db, client_id);
      expect(await panel.query(sql`SELECT id FROM clients`)).toEqual([{ id: client_id }]);
    } finally {
      await db.close();
    }
  } finally {
    await asAdmin(adminUrl, `DROP DATABASE ${maker} WITH (FORCE)`);
    await asAdmin(adminUrl, `DROP OWNED BY ${maker}`);
    await asAdmin(adminUrl, `DROP ROLE ${maker}`);
  }
});

it('once that is done the panel sees one client and bots see all', async () => {
  await asAdmin(adminUrl, `GRANT estafeta_app TO "${owner}"`);
  await migrate(url.href);
  const db = openDatabase(url.href);
  try {
    const [ours, theirs] = [await openShop(db, systemClock), await openShop(db, systemClock)];
    await ours.write('Где мой заказ?');
    await theirs.write('И мой заказ где?');
    const panel = databaseOfClient(db, ours.client_id);
    const texts = sql`SELECT content FROM messages ORDER BY content`;
    expect(await db.query(texts)).toHaveLength(2);
    expect(await panel.query(texts)).toEqual([{ content: 'Где мой заказ?' }]);
    const search = { client_id: ours.client_id, words: 'заказ', page: { limit: 10 }, now: systemClock.now() };
    expect((await searchMessages(panel, search)).items).toMatchObject([{ content: 'Где мой заказ?' }]);
    expect((await searchMessages(db, search)).items).toEqual([]);
    expect(await problemOfClientRole(db)).toBeNull();
    await asAdmin(adminUrl, `REVOKE estafeta_app FROM "${owner}"`);
    expect(await problemOfClientRole(db)).toContain(`GRANT estafeta_app TO "${owner}" WITH SET TRUE;`);
    await expect(panel.query(texts)).rejects.toThrow('permission denied');
  } finally {
    await db.close();
  }
});
