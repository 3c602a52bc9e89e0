import { lastWritten, openUntil } from '../../../src/messages/writing-window.js';
import { sql } from '../../../src/shared/database.js';
import type { MessageId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-22T10:00:00Z');

describe('when a customer wrote last', () => {
  it('is the newest of what they wrote, also when something older was brought later', async () => {
    const shop = await openShop(database, clock);
    const { client_id, integration_id } = shop;
    const sentAt = (id: MessageId, at: string): Promise<unknown> =>
      database.query(sql`
        UPDATE messages SET external_sent_at = ${new Date(at)} WHERE client_id = ${client_id} AND id = ${id}`);
    const { message_id: fresh, user_id } = await shop.write('Вы ещё открыты?');
    await sentAt(fresh, '2026-11-22T09:59:00Z');
    clock.advance(1);
    const { message_id: late } = await shop.write('Здравствуйте');
    await sentAt(late, '2026-11-20T09:00:00Z');
    const last = await lastWritten(database, { client_id, integration_id, user_id });
    expect(last).toEqual(new Date('2026-11-22T09:59:00Z'));
    expect(openUntil(last, clock.now())).toEqual(new Date('2026-11-23T09:59:00Z'));
  });
});
