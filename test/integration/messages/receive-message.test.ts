import { queueMessage } from '../../../src/messages/queue-message.js';
import { receiveMessage } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { sharedData } from '../../support/shared-data.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

const stored = (
  shop: Shop,
): Promise<{ content: string; seq: number; reply_to_message_id: string | null; id: string }[]> =>
  database.query(
    sql`SELECT id, content, seq, reply_to_message_id FROM messages WHERE client_id = ${shop.client_id} ORDER BY conversation_id, seq`,
  );

const conversations = (
  shop: Shop,
): Promise<
  {
    turn_due_at: Date;
    turn_waiting_since: Date;
    mirror_due_at: Date | null;
    last_seq: number;
    status: string;
    user_id: string;
  }[]
> => database.query(sql`SELECT * FROM conversations WHERE client_id = ${shop.client_id} ORDER BY started_at`);

describe('A message that comes in', () => {
  it('is stored once, however often and at the same moment the messenger delivers it', async () => {
    const shop = await openShop(database, clock);
    const message = inboundMessage('здравствуйте', clock.now());
    const send = () => receiveMessage(shop.tools, { ...shop, message });
    const first = await Promise.all([send(), send(), send()]);
    const again = await send();
    expect(first.filter(({ is_new }) => is_new)).toHaveLength(1);
    expect(again).toEqual({ ...first[0], is_new: false });
    expect(await stored(shop)).toHaveLength(1);
    expect(await conversations(shop)).toMatchObject([{ last_seq: 1 }]);
  });

  it('makes one user and one conversation of a new person who writes many messages at once', async () => {
    const shop = await openShop(database, clock);
    const received = await Promise.all(Array.from({ length: 12 }, (_, n) => shop.write(`сообщение ${n}`)));
    expect(new Set(received.map(({ user_id }) => user_id)).size).toBe(1);
    expect(new Set(received.map(({ conversation_id }) => conversation_id)).size).toBe(1);
    expect((await stored(shop)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await database.query(sql`SELECT id FROM users WHERE client_id = ${shop.client_id}`)).toHaveLength(
      1,
    );
  });

  it('finds the long answer it replies to by any of the messages it went out as', async () => {
    const shop = await openShop(database, clock);
    const { conversation_id } = await shop.write('расскажите всё');
    const { id } = await queueMessage(
      database,
      { client_id: shop.client_id, conversation_id, role: 'manager', content: 'очень длинный ответ' },
      clock.now(),
    );
    const stranger = await openShop(database, clock);
    await stranger.write('здравствуйте');
    await database.query(sql`
      UPDATE messages SET delivery_status = 'sent', delivery_due_at = NULL, external_message_id = 'piece-1',
        metadata = '{"sent_parts": ["piece-1", "piece-2", "piece-3"]}'
      WHERE client_id = ${shop.client_id} AND id = ${id}`);
    for (const piece of ['piece-1', 'piece-3', 'piece-4'])
      await shop.write(`ответ на ${piece}`, { reply_to_external_id: piece });
    const repliedTo = (await stored(shop)).slice(-3).map(({ reply_to_message_id }) => reply_to_message_id);
    expect(repliedTo).toEqual([id, id, null]);
    await stranger.write('чужое', { reply_to_external_id: 'piece-3' });
    expect((await stored(stranger)).at(-1)).toMatchObject({ reply_to_message_id: null });
  });

  it('finds the message it replies to', async () => {
    const shop = await openShop(database, clock);
    const asked = await shop.write('сколько стоит?', { external_message_id: 'asked' });
    await shop.write('доставка, я имею в виду', { reply_to_external_id: 'asked' });
    expect((await stored(shop))[1]).toMatchObject({ reply_to_message_id: asked.message_id });
  });

  it('is kept word for word, whatever is in it', async () => {
    const shop = await openShop(database, clock);
    const list = sharedData('naughty-strings/blns.json');
    if (list === undefined)
      console.warn('naughty-strings are not there: only our own hostile texts are tried');
    const known = list === undefined ? [] : (JSON.parse(list) as string[]);
    const texts = [
      "'); DROP TABLE messages; --",
      '{"a":1}',
      '\\',
      '%s $1 ${x}',
      '‮right to left',
      '👩‍👩‍👧‍👦',
      '<b>',
      ...known,
    ];
    for (const text of texts) await shop.write(text);
    expect((await stored(shop)).map(({ content }) => content)).toEqual(
      texts.map((text) => text.replaceAll('\0', '')),
    );
  });

  it('survives NUL and broken characters anywhere in it', async () => {
    const shop = await openShop(database, clock);
    await shop.write('до\0после \ud800', {
      media: { channel: 'telegram', file_name: 'a\0b\udfff' },
      kind: 'document',
    });
    expect((await stored(shop))[0]?.content).toBe('допосле \uFFFD');
  });

  it('waits until the user has been quiet, but not for ever', async () => {
    const shop = await openShop(database, clock, { settings: { debounce_ms: 1200, debounce_max_ms: 6000 } });
    const started = clock.now().getTime();
    const due: number[] = [];
    for (let second = 0; second < 8; second += 1) {
      clock.set(new Date(started + second * 1000));
      await shop.write(`и ещё ${second}`);
      due.push(((await conversations(shop))[0]?.turn_due_at.getTime() ?? 0) - started);
    }
    expect(due).toEqual([1200, 2200, 3200, 4200, 5200, 6000, 6000, 6000]);
  });

  it('waits a second for the other parts of an album even where nothing else is waited for', async () => {
    const shop = await openShop(database, clock, { settings: { debounce_ms: 0, debounce_max_ms: 0 } });
    await shop.write('', { kind: 'image', album_id: 'album' });
    const [conversation] = await conversations(shop);
    expect((conversation?.turn_due_at.getTime() ?? 0) - clock.now().getTime()).toBe(1000);
  });

  it('is due to be shown only to a client that mirrors everything, or to a user who has a topic', async () => {
    const always = await openShop(database, clock, { settings: { topic_mode: 'always' } });
    await always.write('привет');
    expect(always.rung).toContain('mirror');

    const atHandover = await openShop(database, clock);
    const { user_id } = await atHandover.write('привет');
    expect(atHandover.rung).not.toContain('mirror');
    await database.query(sql`
      INSERT INTO topics (client_id, user_id, telegram_chat_id, name) VALUES (${atHandover.client_id}, ${user_id}, '-1', 'Анна')`);
    await atHandover.write('есть кто?');
    expect(atHandover.rung).toContain('mirror');
  });

  it('opens a new conversation after the last one was closed', async () => {
    const shop = await openShop(database, clock);
    const first = await shop.write('раз');
    await database.query(sql`
      UPDATE conversations SET status = 'closed', idle_due_at = NULL, closed_at = ${clock.now()} WHERE id = ${first.conversation_id}`);
    const second = await shop.write('два');
    expect(second.user_id).toBe(first.user_id);
    expect(second.conversation_id).not.toBe(first.conversation_id);
  });

  it('belongs to the person another one was merged into', async () => {
    const shop = await openShop(database, clock);
    const old = await shop.write('это я', { who: '1' });
    const kept = await shop.write('и это я', { who: '2' });
    await database.query(sql`UPDATE users SET merged_into = ${kept.user_id} WHERE id = ${old.user_id}`);
    const next = await shop.write('снова я', { who: '1' });
    expect(next.user_id).toBe(kept.user_id);
  });

  it('makes a user reachable again', async () => {
    const shop = await openShop(database, clock);
    const { user_id } = await shop.write('привет');
    await database.query(sql`UPDATE users SET unreachable_at = ${clock.now()} WHERE id = ${user_id}`);
    await shop.write('я вернулась');
    expect(await database.one(sql`SELECT unreachable_at FROM users WHERE id = ${user_id}`)).toEqual({
      unreachable_at: null,
    });
  });

  it('keeps a person who writes to two clients apart', async () => {
    const [one, other] = [await openShop(database, clock), await openShop(database, clock)];
    const [here, there] = [await one.write('привет'), await other.write('привет')];
    expect(here.user_id).not.toBe(there.user_id);
  });

  it("is refused for an integration that is not the client's", async () => {
    const [one, other] = [await openShop(database, clock), await openShop(database, clock)];
    const received = { client_id: one.client_id, message: inboundMessage('привет', clock.now()) };
    for (const integration_id of [other.integration_id, newId<IntegrationId>()]) {
      await expect(receiveMessage(one.tools, { ...received, integration_id })).rejects.toMatchObject({
        code: 'integration_unknown',
      });
    }
    expect(await stored(one)).toEqual([]);
  });
});
