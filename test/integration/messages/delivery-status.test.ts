import type { DeliveryStatus } from '../../../src/messages/delivery-status.js';
import { statusOfParts } from '../../../src/messages/delivery-status.js';
import { noteDeliveryStatus } from '../../../src/messages/note-delivery-status.js';
import { deliverMessage, nextMessages } from '../../../src/messages/deliver-message.js';
import type { Sender } from '../../../src/messages/deliver-message.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Channel, SendOutcome } from '../../../src/integrations/channel.js';
import { sql } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { ConversationId, MessageId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();

const clock = fixedClock('2026-11-22T10:00:00Z');
const all: readonly DeliveryStatus[] = ['sent', 'failed', 'delivered', 'read'];
/** Each status happens at its own minute, whenever we are told of it. */
const minuteOf = (status: DeliveryStatus): Date => new Date(`2026-11-22T10:0${all.indexOf(status)}:00Z`);

type Row = {
  delivery_status: string;
  delivered_at: Date | null;
  read_at: Date | null;
  delivery_error: string | null;
  metadata: { part_statuses?: object };
};

describe('what a messenger tells of a message', () => {
  let shop: Shop;
  let conversation_id: ConversationId;
  let sent = 0;
  beforeEach(async () => {
    shop = await openShop(database, clock);
    ({ conversation_id } = await shop.write('Здравствуйте'));
  });

  const say = async (): Promise<MessageId> => {
    const message = { client_id: shop.client_id, conversation_id, role: 'assistant' as const, content: 'Да' };
    return (await queueMessage(database, message, clock.now())).id;
  };
  const row = (id: MessageId): Promise<Row> =>
    database.one<Row>(sql`
      SELECT delivery_status, delivered_at, read_at, delivery_error, metadata FROM messages
      WHERE client_id = ${shop.client_id} AND id = ${id}`);
  /** A message that went out under these ids. */
  const saidUnder = async (...ids: string[]): Promise<MessageId> => {
    const id = await say();
    await database.query(sql`
      UPDATE messages SET delivery_status = 'sent', external_message_id = ${ids[0]},
        metadata = jsonb_set(metadata, '{sent_parts}', ${JSON.stringify(ids)}::jsonb)
      WHERE client_id = ${shop.client_id} AND id = ${id}`);
    return id;
  };
  const tell = (external_message_id: string, status: DeliveryStatus) =>
    noteDeliveryStatus(shop.tools, {
      ...{ client_id: shop.client_id, integration_id: shop.integration_id, external_message_id, status },
      ...(status === 'failed' && { reason: 'not_reached' }),
      at: minuteOf(status),
    });
  const freshId = (): string => `wamid.${(sent += 1)}`;

  it.each([1, 2, 3, 4])('ends in the same state in whatever order %i of the statuses come', async (count) => {
    const outcomes = new Map<string, Set<string>>();
    for (const order of ordersOf(all, count)) {
      const external = freshId();
      const id = await saidUnder(external);
      for (const status of order) await tell(external, status);
      const { metadata: _metadata, ...state } = await row(id);
      const told = order.toSorted().join(' ');
      outcomes.set(told, (outcomes.get(told) ?? new Set()).add(JSON.stringify(state)));
    }
    expect([...outcomes.values()].map(({ size }) => size)).toEqual([...outcomes].map(() => 1));
  });

  it('knows that what was read was delivered, and what was delivered did not fail', async () => {
    const external = freshId();
    const id = await saidUnder(external);
    expect(await tell(external, 'failed')).toBe('noted');
    expect(await row(id)).toMatchObject({ delivery_status: 'failed', delivery_error: 'not_reached' });
    expect(await tell(external, 'read')).toBe('noted');
    expect(await tell(external, 'delivered')).toBe('unchanged');
    expect(await tell(external, 'read')).toBe('unchanged');
    expect(await row(id)).toMatchObject({
      delivery_status: 'read',
      delivery_error: null,
      delivered_at: minuteOf('delivered'),
      read_at: minuteOf('read'),
    });
  });

  it('of a long message waits for its last part, and one that failed is missing', async () => {
    const [one, two] = [freshId(), freshId()];
    const id = await saidUnder(one, two);
    await tell(one, 'read');
    expect(await row(id)).toMatchObject({ delivery_status: 'sent' });
    await tell(two, 'delivered');
    expect(await row(id)).toMatchObject({ delivery_status: 'delivered' });
    await tell(two, 'failed');
    expect(await row(id)).toMatchObject({ delivery_status: 'delivered' });
    await tell(two, 'read');
    expect(await row(id)).toMatchObject({ delivery_status: 'read' });
  });

  it('may come before the answer to the sending, also while the message is being sent', async () => {
    for (const told of ordersOf(['delivered', 'read', 'failed'] as const, 2)) {
      const external = freshId();
      const id = await say();
      const before = await tell(external, told[0] ?? 'read');
      const sending = channel(async () => {
        expect(await tell(external, told[1] ?? 'read')).toBe('unknown');
        return sentUnder(external);
      });
      await deliver(sending);
      expect(before).toBe('unknown');
      const expected = told.includes('read') ? 'read' : 'delivered';
      expect((await row(id)).delivery_status).toBe(expected);
    }
    expect(await database.query(sql`SELECT FROM early_statuses`)).toEqual([]);
  });

  it('is not kept when nothing of ours is on its way: somebody else sent it', async () => {
    await saidUnder('wamid.ours');
    await tell('wamid.of-another-program', 'delivered');
    expect(await database.query(sql`SELECT FROM early_statuses`)).toEqual([]);
  });

  it('is forgotten after a day when it is about what somebody else sent', async () => {
    await say();
    await tell('wamid.of-another-program', 'delivered');
    clock.advance(25 * 60);
    await tell('wamid.of-yet-another', 'delivered');
    const kept = await database.query<{ external_message_id: string }>(sql`
      SELECT external_message_id FROM early_statuses WHERE client_id = ${shop.client_id}`);
    expect(kept).toEqual([{ external_message_id: 'wamid.of-yet-another' }]);
  });

  it('side by side with the sending is never lost', async () => {
    for (let round = 0; round < 10; round += 1) {
      const external = freshId();
      const id = await say();
      let telling: Promise<unknown> = Promise.resolve();
      await deliver(
        channel(async () => {
          // Told while what became of the sending is being written down.
          telling = new Promise((resolve) => setImmediate(resolve)).then(() => tell(external, 'read'));
          return sentUnder(external);
        }),
      );
      await telling;
      expect((await row(id)).delivery_status).toBe('read');
    }
  });

  const sentUnder = (external_message_id: string): SendOutcome => ({
    ...{ type: 'sent', external_message_id, sent_at: clock.now(), parts: 1 },
  });
  const channel = (sendPart: Channel['sendPart']): Channel => ({
    integration_id: shop.integration_id,
    reports_delivery: true,
    sendPart,
  });
  const deliver = async (through: Channel): Promise<void> => {
    const lease = { key: `whatsapp_cloud:${newId()}`, fence: 1 };
    await database.query(sql`
      INSERT INTO leases (key, holder, bell_queue, fence, expires_at)
      VALUES (${lease.key}, 'test', 'test', 1, now() + interval '1 minute')`);
    const { client_id, integration_id } = shop;
    const sender: Sender = { client_id, integration_id, channel: through, lease };
    const [message] = await nextMessages(shop.tools, sender, 1);
    if (message) await deliverMessage(shop.tools, sender, message);
  };
});

it('a message of several parts has come as far as the least of them', () => {
  expect(statusOfParts(['a', 'b'], {})).toBe('sent');
  expect(statusOfParts(['a', 'b'], { a: 'read' })).toBe('sent');
  expect(statusOfParts(['a', 'b'], { a: 'read', b: 'delivered' })).toBe('delivered');
  expect(statusOfParts(['a', 'b'], { a: 'read', b: 'failed' })).toBe('failed');
});

/** Every order in which so many of them may come. */
function ordersOf<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  return items.flatMap((item) =>
    ordersOf(
      items.filter((other) => other !== item),
      count - 1,
    ).map((rest) => [item, ...rest]),
  );
}
