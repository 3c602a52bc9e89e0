import { editMessage } from '../../../src/messages/edit-message.js';
import { sql } from '../../../src/shared/database.js';
import { plusMs } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const second = (count: number): Date => plusMs(new Date('2026-11-23T10:00:00Z'), count * 1_000);

/** A message and a way to edit it as Telegram tells of it. */
async function writtenIn(shop: Shop, text: string, external_message_id: string) {
  const received = await shop.write(text, { external_message_id });
  const { client_id, integration_id } = shop;
  return {
    ...received,
    edit: (now: string, edited_at: Date) => {
      const message = inboundMessage(now, clock.now(), { external_message_id });
      return editMessage(shop.tools, { client_id, integration_id, edit: { message, edited_at } });
    },
    content: async () => {
      const row = await database.one<{ content: string }>(
        sql`SELECT content FROM messages WHERE client_id = ${client_id} AND id = ${received.message_id}`,
      );
      return row.content;
    },
    history: async () => {
      const rows = await database.query<{ previous_content: string }>(sql`
        SELECT previous_content FROM message_edits
        WHERE client_id = ${client_id} AND message_id = ${received.message_id} ORDER BY position`);
      return rows.map(({ previous_content }) => previous_content);
    },
    turn: async () =>
      database.one<{ turn_due_at: Date | null; turn_read_seq: number }>(sql`
        SELECT turn_due_at, turn_read_seq FROM conversations
        WHERE client_id = ${client_id} AND id = ${received.conversation_id}`),
    read: async () => {
      await database.query(sql`
        UPDATE conversations SET turn_read_seq = last_seq, turn_due_at = NULL, turn_waiting_since = NULL
        WHERE client_id = ${client_id} AND id = ${received.conversation_id}`);
    },
  };
}

describe('an edited message', () => {
  it('says what it says now, and keeps what it said', async () => {
    const message = await writtenIn(await openShop(database, clock), 'one', 'a');
    expect(await message.edit('two', second(1))).toBe('edited');
    expect(await message.edit('three', second(2))).toBe('edited');
    expect(await message.content()).toBe('three');
    expect(await message.history()).toEqual(['one', 'two']);
  });

  it('is not changed by an edit that came before, or is older than what is stored', async () => {
    const message = await writtenIn(await openShop(database, clock), 'one', 'b');
    await message.edit('two', second(1));
    await message.edit('three', second(2));
    expect(await message.edit('three', second(2))).toBe('unchanged');
    expect(await message.edit('two', second(1))).toBe('unchanged');
    expect(await message.content()).toBe('three');
    expect(await message.history()).toEqual(['one', 'two']);
  });

  it('counts each of two edits within a second, once', async () => {
    const message = await writtenIn(await openShop(database, clock), 'one', 'c');
    await message.edit('two', second(1));
    await message.edit('three', second(1));
    expect(await message.edit('two', second(1))).toBe('unchanged');
    expect(await message.edit('three', second(1))).toBe('unchanged');
    expect(await message.content()).toBe('three');
    expect(await message.history()).toEqual(['one', 'two']);
  });

  it('is edited once when the edit is handled twice at the same moment', async () => {
    const message = await writtenIn(await openShop(database, clock), 'one', 'd');
    const results = await Promise.all([1, 2, 3, 4].map(() => message.edit('two', second(1))));
    expect(results.toSorted()).toEqual(['edited', 'unchanged', 'unchanged', 'unchanged']);
    expect(await message.history()).toEqual(['one']);
  });

  it('is received when it never came before', async () => {
    const shop = await openShop(database, clock);
    const { client_id, integration_id } = shop;
    const message = inboundMessage('only the edit came', clock.now(), { external_message_id: 'e' });
    const edit = { message, edited_at: second(1) };
    expect(await editMessage(shop.tools, { client_id, integration_id, edit })).toBe('received');
    expect(await editMessage(shop.tools, { client_id, integration_id, edit })).toBe('unchanged');
    const rows = await database.query(sql`SELECT content, seq FROM messages WHERE client_id = ${client_id}`);
    expect(rows).toEqual([{ content: 'only the edit came', seq: 1 }]);
  });

  it('puts the turn off while it is unread, but not for ever', async () => {
    const plan = { settings: { debounce_ms: 1_000, debounce_max_ms: 3_000 } };
    const message = await writtenIn(await openShop(database, clock, plan), 'one', 'f');
    const dues: (Date | null)[] = [(await message.turn()).turn_due_at];
    const start = clock.now();
    for (const count of [1, 2, 3, 4]) {
      clock.set(plusMs(start, count * 900));
      await message.edit(`text ${count}`, second(count));
      dues.push((await message.turn()).turn_due_at);
    }
    clock.set(start);
    expect(dues).toEqual([1_000, 1_900, 2_800, 3_000, 3_000].map((ms) => plusMs(start, ms)));
  });

  it('makes no turn due once it was read, unless it calls for a person now', async () => {
    const message = await writtenIn(await openShop(database, clock), 'when do you open?', 'g');
    await message.read();
    await message.edit('when do you close?', second(1));
    expect((await message.turn()).turn_due_at).toBeNull();
    await message.edit('позовите оператора', second(2));
    expect(await message.turn()).toMatchObject({ turn_read_seq: 0, turn_due_at: expect.any(Date) });
  });

  it('does not call for a person when something else was written since', async () => {
    const shop = await openShop(database, clock);
    const message = await writtenIn(shop, 'when do you open?', 'h');
    await shop.write('and where are you?');
    await message.read();
    await message.edit('позовите оператора', second(1));
    expect((await message.turn()).turn_due_at).toBeNull();
  });

  it('belongs to its client: another one with the same ids is not touched', async () => {
    const [one, other] = [await openShop(database, clock), await openShop(database, clock)];
    const [edited, untouched] = [await writtenIn(one, 'same', 'i'), await writtenIn(other, 'same', 'i')];
    await edited.edit('changed', second(1));
    expect(await untouched.content()).toBe('same');
    expect(await untouched.history()).toEqual([]);
  });
});
