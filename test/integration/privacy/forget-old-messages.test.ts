import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lives, openHouse, zulfiya } from './lived.js';
import { resolveHandover } from '../../../src/handovers/end-handover.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { keepFailedUpdate } from '../../../src/integrations/failed-updates.js';
import { removeFiles } from '../../../src/privacy/files-to-remove.js';
import { dueForgetting, forgetOldMessages } from '../../../src/privacy/forget-old-messages.js';
import { sql } from '../../../src/shared/database.js';
import type { Sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { callPerson, latestHandover } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-forget-'));
afterAll(() => rm(mediaDir, { recursive: true }));
const day = 24 * 60;
const count = async (from: Sql): Promise<number> =>
  (await database.one<{ count: number }>(sql`SELECT count(*) AS count FROM ${from}`)).count;

describe('Messages that are older than a client keeps them', () => {
  it('go, with their files and what was summed up of them; what is younger stays, and so do the figures', async () => {
    const shop = await openHouse(database, clock);
    const { client_id } = shop;
    const group = new Group(database, shop);
    const { user, file } = await lives({ shop, group, clock, mediaDir }, zulfiya);
    const handover = await latestHandover(database, shop, user);
    const profile = await loadClientProfile(database, client_id);
    await database.transaction((tx) =>
      resolveHandover(tx, handover.id, { profile, by: null, now: clock.now() }),
    );
    await database.query(sql`
      UPDATE conversations SET status = 'closed', closed_at = ${clock.now()}, idle_due_at = NULL, summary = 'о сиропе' WHERE client_id = ${client_id}`);
    clock.advance(364 * day);
    await forgetOldMessages({ ...shop.tools, db: database });
    expect(await count(sql`messages WHERE client_id = ${client_id}`)).toBeGreaterThan(3);

    clock.advance(2 * day);
    await shop.write('я снова здесь', { who: '42' });
    expect(await dueForgetting(database, clock.now())).toEqual([{}]);
    await forgetOldMessages({ ...shop.tools, db: database });
    await removeFiles({ ...shop.tools, mediaDir });

    const left = await database.query(sql`SELECT content FROM messages WHERE client_id = ${client_id}`);
    expect(left).toEqual([{ content: 'я снова здесь' }]);
    expect(existsSync(join(mediaDir, file))).toBe(false);
    const requests = await database.query(sql`
      SELECT status, summary, first_response_at IS NOT NULL AS is_answered FROM handovers WHERE client_id = ${client_id} AND resolved_at IS NOT NULL`);
    for (const request of requests) expect(request).toMatchObject({ status: 'resolved', summary: null });
    expect(
      await count(
        sql`conversations WHERE client_id = ${client_id} AND (summary IS NOT NULL OR handback_summary IS NOT NULL)`,
      ),
    ).toBe(0);
    expect(await count(sql`failed_updates WHERE client_id = ${client_id}`)).toBe(0);
    // What a linked phone remembers of what it sent, although nothing is sent over it any more.
    expect(await count(sql`whatsapp_sent WHERE client_id = ${client_id}`)).toBe(0);
    for (const table of ['messages', 'conversations', 'handovers', 'topic_posts', 'message_edits'])
      expect({
        table,
        told: await count(sql`(SELECT to_jsonb(t)::text AS row FROM ${sql([table])} t WHERE client_id = ${client_id}) r
          WHERE position(${zulfiya.word} IN r.row) > 0`),
      }).toEqual({ table, told: 0 });
  });

  it('go with what managers noted of them in a group the client has left, and with what never got into a group', async () => {
    const shop = await openShop(database, clock, { settings: { retention_days: 7 } });
    const { client_id } = shop;
    const group = new Group(database, shop);
    const user = await shop.write('мне привезли холодный кофе');
    await callPerson(database, shop, user);
    await group.deliver();
    const { thread_id } = group.find('card');
    await group.write('// она всегда жалуется', { thread_id });
    await group.write('/history', { thread_id });
    await database.query(sql`
      UPDATE topic_posts SET status = 'failed' WHERE client_id = ${client_id} AND kind = 'text' AND status = 'queued'`);
    const { id } = await latestHandover(database, shop, user);
    const profile = await loadClientProfile(database, client_id);
    await database.transaction((tx) => resolveHandover(tx, id, { profile, by: null, now: clock.now() }));
    await database.query(
      sql`UPDATE client_settings SET telegram_chat_id = ${`-100${Date.now()}`} WHERE client_id = ${client_id}`,
    );

    clock.advance(8 * day);
    await forgetOldMessages({ ...shop.tools, db: database });
    expect(
      await database.query(sql`SELECT kind, status FROM topic_posts WHERE client_id = ${client_id}`),
    ).toEqual([]);
  });

  it('go some at a time, one client’s many before nobody else’s few, until none is left', async () => {
    const [busy, small] = [await openShop(database, clock), await openShop(database, clock)];
    const { conversation_id, user_id } = await busy.write('первое');
    await small.write('одно');
    await database.query(sql`
      INSERT INTO messages (client_id, conversation_id, user_id, integration_id, seq, role, direction, content, created_at)
      SELECT ${busy.client_id}, ${conversation_id}, ${user_id}, ${busy.integration_id}, n, 'user', 'inbound', 'x', ${clock.now()}
      FROM generate_series(2, 2600) n`);
    clock.advance(366 * day);
    await forgetOldMessages({ ...busy.tools, db: database });
    expect(await count(sql`messages WHERE client_id = ${busy.client_id}`)).toBe(600);
    expect(await count(sql`messages WHERE client_id = ${small.client_id}`)).toBe(0);
    clock.advance(1);
    expect(await dueForgetting(database, clock.now())).toEqual([{}]);
    await forgetOldMessages({ ...busy.tools, db: database });
    expect(await count(sql`messages WHERE client_id = ${busy.client_id}`)).toBe(0);
    expect(await dueForgetting(database, clock.now())).toEqual([]);
  });

  it('are kept for as long as each client wants', async () => {
    const [short, long] = [
      await openShop(database, clock, { settings: { retention_days: 7 } }),
      await openShop(database, clock, { settings: { retention_days: 3_650 } }),
    ];
    await short.write('недавно');
    await long.write('давно');
    clock.advance(8 * day);
    await forgetOldMessages({ ...short.tools, db: database });
    expect(await count(sql`messages WHERE client_id = ${short.client_id}`)).toBe(0);
    expect(await count(sql`messages WHERE client_id = ${long.client_id}`)).toBe(1);
  });

  it('stay while somebody is to answer them, and go when that has ended', async () => {
    const shop = await openShop(database, clock, { settings: { retention_days: 7 } });
    const user = await shop.write('где мой заказ?');
    await callPerson(database, shop, user);
    clock.advance(8 * day);
    await forgetOldMessages({ ...shop.tools, db: database });
    expect(await count(sql`messages WHERE client_id = ${shop.client_id} AND id = ${user.message_id}`)).toBe(
      1,
    );
    const { id } = await latestHandover(database, shop, user);
    const profile = await loadClientProfile(database, shop.client_id);
    await database.transaction((tx) => resolveHandover(tx, id, { profile, by: null, now: clock.now() }));
    await forgetOldMessages({ ...shop.tools, db: database });
    expect(await count(sql`messages WHERE client_id = ${shop.client_id} AND id = ${user.message_id}`)).toBe(
      0,
    );
  });

  it('go too where nobody could tell whose they were, once nobody keeps anything for so long', async () => {
    const shop = await openShop(database, clock, { settings: { retention_days: 3_650 } });
    const update = { message: { text: 'чьё-то' } };
    for (const [update_id, days] of [
      ['old', 3_700],
      ['young', 3_600],
    ] as const) {
      await keepFailedUpdate(database, {
        ...{ source: 'telegram:shared', client_id: null, update_id, update, error: new Error('x') },
      });
      await database.query(sql`
        UPDATE failed_updates SET created_at = ${clock.now()}::timestamptz - make_interval(days => ${days})
        WHERE client_id IS NULL AND external_id = ${update_id}`);
    }
    await forgetOldMessages({ ...shop.tools, db: database });
    expect(await database.query(sql`SELECT external_id FROM failed_updates WHERE client_id IS NULL`)).toEqual(
      [{ external_id: 'young' }],
    );
  });

  it('take no new one along, of a conversation that somebody goes on with at that very moment', async () => {
    const shop = await openShop(database, clock, { settings: { retention_days: 7 } });
    const { client_id, integration_id } = shop;
    const { conversation_id, user_id } = await shop.write('давно');
    await database.query(sql`
      UPDATE conversations SET status = 'closed', closed_at = ${clock.now()}, idle_due_at = NULL WHERE client_id = ${client_id}`);
    clock.advance(8 * day);
    const forgetting = await database.transaction(async (tx) => {
      await tx.query(sql`
        UPDATE conversations SET status = 'active', closed_at = NULL WHERE client_id = ${client_id} AND id = ${conversation_id}`);
      const done = forgetOldMessages({ ...shop.tools, db: database });
      await eventually(async () =>
        expect(
          await count(sql`pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`),
        ).toBeGreaterThan(0),
      );
      await tx.query(sql`
        INSERT INTO messages (client_id, conversation_id, user_id, integration_id, seq, role, direction, content, created_at)
        VALUES (${client_id}, ${conversation_id}, ${user_id}, ${integration_id}, 2, 'user', 'inbound', 'новое', ${clock.now()})`);
      return { done };
    });
    await forgetting.done;
    const left = await database.query(sql`SELECT content FROM messages WHERE client_id = ${client_id}`);
    expect(left).toEqual([{ content: 'новое' }]);
  });
});
