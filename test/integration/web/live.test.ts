import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openShop } from '../../support/shop.js';
import { apiPlugin } from '../../../web/server/api/api.js';
import { startWeb } from '../../../web/server/main.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';

// Whoever has the panel open learns of what others do, in whichever process they do it.
const { database } = await testDatabase();
let isAway = false;
let refused = 0;
/** What everybody who asks the database waits for. */
let answering = Promise.resolve();
let asking = 0;
const atOnce: Database['atOnce'] = async (...given) => {
  asking += 1;
  await answering;
  if (!isAway) return database.atOnce(...given);
  refused += 1;
  throw new Error('the database is away');
};
const db: Database = { ...database, atOnce };
const api = await testApi(database, { app: { db } });
const web = await startWeb(api.app, {
  ...{ host: '127.0.0.1', port: 0, hasMetrics: false, plugins: [apiPlugin(api.app)] },
});
afterAll(() => web.stop());

type Looking = { status: number; heard: string[]; text(): string; isOver(): boolean; leave(): void };

/** Opens a stream and gathers what comes over it. */
function looksOn(client_id: string, secret: string, from = web.url): Promise<Looking> {
  const url = `${from}/api/clients/${client_id}/events`;
  const headers = { accept: 'text/event-stream', cookie: `estafeta=${secret}` };
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer: IncomingMessage) => {
      let text = '';
      let isOver = false;
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('close', () => (isOver = true));
      answer.on('error', () => (isOver = true));
      resolve({
        status: answer.statusCode ?? 0,
        text: () => text,
        get heard() {
          return [...text.matchAll(/^data: .*"topics":(\[.*?\])/gm)].flatMap(
            ([, topics = '[]']) => JSON.parse(topics) as string[],
          );
        },
        isOver: () => isOver,
        leave: () => asked.destroy(),
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function shopWithViewer() {
  const shop = await openShop(database, systemClock);
  return { shop, viewer: await api.admin({ roles: { [shop.client_id]: 'viewer' } }) };
}

it('tells of a message of a customer, of what an admin set, of a connection: by topic, and no word of anybody', async () => {
  const { shop, viewer } = await shopWithViewer();
  const other = await shopWithViewer();
  const looking = await looksOn(shop.client_id, viewer.secret);
  const elsewhere = await looksOn(other.shop.client_id, other.viewer.secret);
  await shop.write('Тайное слово');
  await eventually(() => expect(looking.heard).toEqual(['conversations']));
  await database.query(sql`
    INSERT INTO audit_events (client_id, actor, action, subject) VALUES (${shop.client_id}, 'a', 'change', 'settings')`);
  await eventually(() => expect(looking.heard).toEqual(['conversations', 'settings']));
  await database.query(sql`
    UPDATE integrations SET status = 'error', status_message = 'x' WHERE client_id = ${shop.client_id}`);
  await eventually(() => expect(looking.heard).toEqual(['conversations', 'settings', 'channels']));
  expect(looking.text()).not.toContain('слово');
  expect(elsewhere.heard).toEqual([]);
  looking.leave();
  elsewhere.leave();
}, 30_000);

it('goes on after the database was away, and tells what happened meanwhile', async () => {
  const { shop, viewer } = await shopWithViewer();
  const looking = await looksOn(shop.client_id, viewer.secret);
  isAway = true;
  await shop.write('Есть кто?');
  await eventually(() => expect(refused).toBeGreaterThan(0));
  isAway = false;
  await eventually(() => expect(looking.heard).toEqual(['conversations']));
  looking.leave();
}, 30_000);

it('ends for whoever may see nothing any more: the session ended, the role was taken away', async () => {
  const { shop, viewer } = await shopWithViewer();
  const second = await api.admin({ roles: { [shop.client_id]: 'admin' } });
  const [one, other] = [
    await looksOn(shop.client_id, viewer.secret),
    await looksOn(shop.client_id, second.secret),
  ];
  await database.query(sql`DELETE FROM admin_sessions WHERE admin_id = ${viewer.id}`);
  await eventually(() => expect(one.isOver()).toBe(true));
  expect(other.isOver()).toBe(false);
  await database.query(sql`DELETE FROM admin_roles WHERE admin_id = ${second.id}`);
  await eventually(() => expect(other.isOver()).toBe(true));
}, 30_000);

it('is refused to who opens too many, and free again for who closes some', async () => {
  const { shop, viewer } = await shopWithViewer();
  const open: Looking[] = [];
  for (let count = 0; count < 12; count += 1) open.push(await looksOn(shop.client_id, viewer.secret));
  expect((await looksOn(shop.client_id, viewer.secret)).status).toBe(429);
  open.pop()?.leave();
  await eventually(async () => {
    const again = await looksOn(shop.client_id, viewer.secret);
    open.push(again);
    expect(again.status).toBe(200);
  });
  for (const one of open) one.leave();
}, 30_000);

it('takes no place for who has left before it began', async () => {
  const { shop, viewer } = await shopWithViewer();
  const before = asking;
  let answer: () => void = () => undefined;
  answering = new Promise((resolve) => (answer = resolve));
  const headers = { accept: 'text/event-stream', cookie: `estafeta=${viewer.secret}` };
  const gone = Array.from({ length: 12 }, () => {
    const asked = request(`${web.url}/api/clients/${shop.client_id}/events`, { headers });
    asked.on('error', () => undefined).end();
    return asked;
  });
  await eventually(() => expect(asking - before).toBeGreaterThanOrEqual(gone.length));
  for (const asked of gone) asked.destroy();
  // Once this is answered, the server has heard that they left.
  await fetch(`${web.url}/healthz`);
  answer();
  // Asked after all of them: once the first looks on, they are through.
  const looking = [
    await looksOn(shop.client_id, viewer.secret),
    await looksOn(shop.client_id, viewer.secret),
  ];
  expect(looking.map(({ status }) => status)).toEqual([200, 200]);
  for (const one of looking) one.leave();
}, 30_000);

it('is given only to who asks for a stream', async () => {
  const { shop, viewer } = await shopWithViewer();
  expect((await viewer.get(`/api/clients/${shop.client_id}/events`)).status).toBe(406);
});

it('ends at once when the program stops', async () => {
  const { shop, viewer } = await shopWithViewer();
  const short = await startWeb(api.app, {
    ...{ host: '127.0.0.1', port: 0, hasMetrics: false, plugins: [apiPlugin(api.app)] },
  });
  const looking = await looksOn(shop.client_id, viewer.secret, short.url);
  await short.stop();
  await eventually(() => expect(looking.isOver()).toBe(true));
}, 30_000);
