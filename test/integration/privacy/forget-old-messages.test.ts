import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lives, openHouse, zulfiya } from './lived.js';
import { resolveHandover } from '../../../src/handovers/end-handover.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { removeFiles } from '../../../src/privacy/files-to-remove.js';
import { dueForgetting, forgetOldMessages } from '../../../src/privacy/forget-old-messages.js';
import { sql } from '../../../src/shared/database.js';
import type { Sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { latestHandover } from '../handovers/requests.js';

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
    for (const table of ['messages', 'conversations', 'handovers', 'topic_posts', 'message_edits'])
      expect({
        table,
        told: await count(sql`(SELECT to_jsonb(t)::text AS row FROM ${sql([table])} t WHERE client_id = ${client_id}) r
          WHERE position(${zulfiya.word} IN r.row) > 0`),
      }).toEqual({ table, told: 0 });
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
});
