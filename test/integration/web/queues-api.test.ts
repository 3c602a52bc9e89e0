import type { App } from '../../../src/app.js';
import { keepFailedUpdate, nextToReplay } from '../../../src/integrations/failed-updates.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { queuePost } from '../../../src/topics/queue-post.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const standing = { name: 'workers', waiting: 3, active: 1, oldest_at: new Date('2026-11-23T04:59:00Z') };
const queues = {
  health: async () => ({ backend: 'postgresql', ok: true }),
  standing: async (names: string[]) => [
    standing,
    ...names.map((name) => ({ name, waiting: 0, active: 0, oldest_at: null })),
  ],
} as unknown as App['queues'];
const api = await testApi(database, { clock, app: { queues } });
const root = await api.admin({ is_superadmin: true });

type Item = {
  id: string;
  reason: string;
  what: string;
  alike: number;
  is_asked: boolean;
  conversation_id: string | null;
};

describe('Queues and failed work over the API', () => {
  let shop: Shop;
  beforeEach(async () => {
    await database.query(sql`DELETE FROM clients`);
    await database.query(sql`DELETE FROM failed_updates`);
    shop = await openShop(database, clock);
  });

  const listed = async (kind: string, more = ''): Promise<{ items: Item[]; next: string | null }> =>
    (await root.get(`/api/queues/failed/${kind}${more}`)).body();
  const decide = async (kind: string, id: string, decision: string, alike = false): Promise<unknown> =>
    (await root.send('POST', `/api/queues/failed/${kind}/${id}/${decision}`, { alike })).body();
  const fails = (update_id: number, error: string): Promise<void> =>
    keepFailedUpdate(database, {
      ...{
        source: `telegram:${shop.client_id}`,
        client_id: shop.client_id,
        update_id,
        error: new Error(error),
      },
      update: { update_id, message: { text: 'мой номер 4400' } },
    });
  const audited = (): Promise<{ action: string; subject: string; after: unknown }[]> =>
    database.query(sql`
      SELECT action, subject, after FROM audit_events WHERE client_id = ${shop.client_id} ORDER BY id`);

  it('show how each queue stands, what is due of every kind, and how much was given up', async () => {
    await database.query(sql`
      INSERT INTO leases (key, holder, bell_queue, expires_at) VALUES ('telegram:x', 'bots-1', 'bots-of-one', now() + interval '1 minute')
      ON CONFLICT DO NOTHING`);
    await fails(1, 'no such column');
    const answer = (await root.get('/api/queues')).body();
    expect(answer).toMatchObject({
      ...{ backend: 'postgresql', problem: null },
      queues: [{ waiting: 3, active: 1, oldest_at: '2026-11-23T04:59:00.000Z' }, { name: 'bots-of-one' }],
      due: expect.arrayContaining([expect.objectContaining({ kind: 'turn', count: expect.any(Number) })]),
      failed: { updates: 1, messages: 0, posts: 0 },
    });
  });

  it('list updates by their newest, page by page, without a word of what people wrote', async () => {
    for (const update_id of [1, 2, 3]) await fails(update_id, 'no such column');
    await fails(4, 'something else');
    const first = await listed('updates', '?limit=3');
    const rest = await listed('updates', `?limit=3&after=${first.next}`);
    expect([...first.items, ...rest.items]).toHaveLength(4);
    expect(rest.next).toBeNull();
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(4);
    expect(first.items.filter(({ alike }) => alike === 3).length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify([first, rest])).not.toContain('4400');
    expect(first.items[0]).toMatchObject({ what: 'message', is_asked: false });
  });

  it('have one update handled once more, or all that failed alike; each stands in the audit', async () => {
    for (const update_id of [1, 2, 3]) await fails(update_id, 'no such column');
    await fails(4, 'something else');
    const { items } = await listed('updates');
    const [one, other] = [items.find(({ reason }) => reason === 'something else')!, items[0]!];
    expect(await decide('updates', one.id, 'retry')).toEqual({ count: 1 });
    expect(await decide('updates', one.id, 'retry')).toEqual({ count: 0 });
    expect((await nextToReplay(database, `telegram:${shop.client_id}`))?.id).toBe(one.id);
    const alike = items.find(({ reason }) => reason === 'no such column') ?? other;
    expect(await decide('updates', alike.id, 'discard', true)).toEqual({ count: 3 });
    expect((await listed('updates')).items).toMatchObject([{ id: one.id, is_asked: true }]);
    expect(await audited()).toEqual([
      { action: 'retry', subject: 'failed updates', after: { id: one.id } },
      { action: 'discard', subject: 'failed updates', after: { count: 3 } },
    ]);
  });

  it('send a message once more of which nobody knows whether it arrived, or give it up', async () => {
    const { conversation_id } = await shop.write('Здравствуйте!');
    const ids: string[] = [];
    for (const content of ['одно', 'другое']) {
      const said = { client_id: shop.client_id, conversation_id, role: 'assistant' as const, content };
      ids.push((await queueMessage(database, said, clock.now())).id);
    }
    await database.query(sql`
      UPDATE messages SET delivery_status = 'uncertain', delivery_error = 'unclear' WHERE id = ANY(${ids}::uuid[])`);
    const { items } = await listed('messages');
    expect(items).toMatchObject([
      { reason: 'unclear', what: 'assistant', conversation_id, alike: 2 },
      { reason: 'unclear', what: 'assistant', conversation_id, alike: 2 },
    ]);
    expect(JSON.stringify(items)).not.toContain('одно');
    await decide('messages', ids[0]!, 'retry');
    await decide('messages', ids[1]!, 'discard');
    expect((await shop.said(conversation_id)).map(({ delivery_status }) => delivery_status)).toEqual([
      'queued',
      'dropped',
    ]);
    expect((await listed('messages')).items).toEqual([]);
  });

  it('post once more what the group did not take', async () => {
    const post = {
      client_id: shop.client_id,
      telegram_chat_id: '-100',
      topic_id: null,
      dedupe_key: 'text:1',
    };
    await queuePost(
      database,
      { ...post, kind: 'alarm', payload: { text: [{ text: 'тревога' }] } },
      clock.now(),
    );
    await database.query(sql`
      UPDATE topic_posts SET status = 'failed', error = 'no_rights' WHERE client_id = ${shop.client_id}`);
    const [failed] = (await listed('posts')).items;
    expect(failed).toMatchObject({ reason: 'no_rights', what: 'alarm' });
    expect(await decide('posts', failed!.id, 'retry', true)).toEqual({ count: 1 });
    expect(await decide('posts', failed!.id, 'retry').catch(() => null)).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  it('belong to those who run the installation', async () => {
    const owner = await api.admin({ roles: { [shop.client_id]: 'owner' } });
    expect((await owner.get('/api/queues')).status).toBe(403);
    expect((await owner.get('/api/queues/failed/updates')).status).toBe(403);
  });
});
