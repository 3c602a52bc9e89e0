import type { Assistant } from '../../../src/assistant/assistant.js';
import { editMessage } from '../../../src/messages/edit-message.js';
import { hearMessage, nextToHear } from '../../../src/messages/hear-message.js';
import type { FileAtHand, HearingTools } from '../../../src/messages/hear-message.js';
import { hearingWaitMs } from '../../../src/messages/hearing.js';
import type { ToHear } from '../../../src/messages/hearing-outbox.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { userDeleted } from '../../../src/messages/user-deleted.js';
import { sql } from '../../../src/shared/database.js';
import { plusMs } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { Group } from '../../support/group.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop, Writing } from '../../support/shop.js';
import { assistantWith, coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson, mirror } from '../handovers/requests.js';
import { merge } from '../users/people.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const never = new AbortController().signal;

type Stage = Shop & { sender_key: string };

/** A shop whose voice notes are heard. */
async function openHearing(settings: Record<string, unknown> = {}): Promise<Stage> {
  const shop = await openShop(database, clock, {
    intents: coffeeIntents,
    settings: {
      ...{ media_action: 'transcribe', debounce_ms: 1_000, debounce_max_ms: 5_000 },
      ...{ handover_keywords: ['жалоба'] },
      ...settings,
    },
  });
  const hash = `hears-${shop.client_id}`;
  await database.query(sql`
    UPDATE integrations SET credentials_hash = ${hash} WHERE client_id = ${shop.client_id}`);
  return { ...shop, sender_key: `telegram:${hash}` };
}

let notes = 0;

/** The user speaks. */
function speak(shop: Stage, more: Writing & { text?: string } = {}): Promise<Received> {
  const { text = '', ...rest } = more;
  const media = { channel: 'telegram', file_id: `v${(notes += 1)}`, mime_type: 'audio/ogg', duration: 3 };
  return shop.write(text, { kind: 'voice', media, ...rest });
}

const claim = ({ sender_key }: Stage): Promise<ToHear[]> =>
  nextToHear({ db: database, clock }, { sender_keys: [sender_key], limit: 5 });

const atHand: FileAtHand = { media_file: 'x/voice.oga', path: '/tmp/x/voice.oga', bytes: 9_000 };

type Ears = Partial<Pick<HearingTools, 'fileOf'>> & { hear?: Assistant['hear'] };

/** A process hears what is to be heard now. @returns how many recordings it took */
async function hear(shop: Stage, says: string | null, ears: Ears = {}): Promise<number> {
  const { hear: listen = async () => says, fileOf = async () => atHand } = ears;
  const tools = { ...shop.tools, assistant: { hear: listen }, fileOf };
  const claimed = await claim(shop);
  for (const message of claimed) await hearMessage(tools, message, never);
  return claimed.length;
}

const stored = ({ message_id }: Received) =>
  database.one<{ content: string; heard: boolean; media_file: string | null; hear_due_at: Date | null }>(sql`
    SELECT content, metadata ? 'heard' AS heard, media_file, hear_due_at FROM messages WHERE id = ${message_id}`);

const turnDue = async ({ conversation_id }: Received): Promise<Date | null> => {
  const row = await database.one<{ turn_due_at: Date | null }>(
    sql`SELECT turn_due_at FROM conversations WHERE id = ${conversation_id}`,
  );
  return row.turn_due_at;
};

const said = async (shop: Shop, { conversation_id }: Received): Promise<string[]> =>
  (await shop.said(conversation_id)).map(({ content }) => content);

describe('A voice note of a client that wants it heard', () => {
  it('is waited for, and its text is answered as if it had been written', async () => {
    const shop = await openHearing();
    const note = await speak(shop);
    expect(await turnDue(note)).toEqual(plusMs(clock.now(), hearingWaitMs));
    clock.set(plusMs(clock.now(), 400));
    expect(await hear(shop, 'часы работы')).toBe(1);
    expect(await turnDue(note)).toEqual(plusMs(clock.now(), 600));
    expect(await stored(note)).toEqual({
      ...{ content: 'часы работы', heard: true, media_file: 'x/voice.oga', hear_due_at: null },
    });
    await takeTurn(shop, clock, note);
    expect(await said(shop, note)).toEqual(['Мы открыты с 9 до 19.']);
    expect(await shop.handovers(note.user_id)).toEqual([]);
  });

  it('with a keyword or a wish for a person said aloud, calls a person', async () => {
    const shop = await openHearing();
    const one = await speak(shop);
    await hear(shop, 'У меня жалоба на доставку');
    await takeTurn(shop, clock, one);
    const two = await speak(shop, { who: '702' });
    await hear(shop, 'Позовите человека');
    await takeTurn(shop, clock, two);
    expect(await shop.handovers(one.user_id)).toMatchObject([{ reason: 'keyword' }]);
    expect(await shop.handovers(two.user_id)).toMatchObject([{ reason: 'asked_for_human' }]);
  });

  it.each([
    ['no model tells, or nothing is said', {}],
    ['its file is gone', { fileOf: async () => null }],
    ['its file is too large', { fileOf: async () => ({ ...atHand, bytes: 30_000_000 }) }],
  ] satisfies [string, Ears][])('when %s, the turn goes on at once as for any file', async (_why, ears) => {
    const shop = await openHearing();
    const note = await speak(shop);
    const text = 'fileOf' in ears ? 'не должно быть услышано' : null;
    await hear(shop, text, ears);
    expect(await turnDue(note)).toEqual(plusMs(clock.now(), 1_000));
    await takeTurn(shop, clock, note);
    expect(await shop.handovers(note.user_id)).toMatchObject([{ reason: 'media' }]);
    expect(await stored(note)).toMatchObject({ content: '', heard: false, hear_due_at: null });
  });

  it('when nobody hears it in time, the turn goes on, and the managers read it all the same', async () => {
    const shop = await openHearing({ topic_mode: 'always' });
    const group = new Group(database, shop);
    const note = await speak(shop);
    clock.set(plusMs(clock.now(), hearingWaitMs));
    await takeTurn(shop, clock, note);
    expect(await shop.handovers(note.user_id)).toMatchObject([{ reason: 'media' }]);
    await mirror(shop, note);
    await group.deliver();
    await hear(shop, 'часы работы');
    await group.deliver();
    expect(group.all('mirror').join()).toContain('услышано: «часы работы»');
    expect(group.find('card').text).toContain('услышано: «часы работы»');
    expect(await turnDue(note)).toBeNull();
  });

  it('holds back what is written after it, and is answered together with it', async () => {
    const shop = await openHearing();
    const note = await speak(shop);
    const text = await shop.write('и ещё');
    expect(await turnDue(text)).toEqual(plusMs(clock.now(), hearingWaitMs));
    await hear(shop, 'часы работы');
    expect(await turnDue(text)).toEqual(plusMs(clock.now(), 1_000));
    await takeTurn(shop, clock, note);
    expect(await said(shop, note)).toEqual(['Мы открыты с 9 до 19.']);
  });

  it('that comes while a turn thinks does not disturb it, and is answered after it', async () => {
    const shop = await openHearing();
    const first = await shop.write('какой кофе вы варите?');
    let note: Received | undefined;
    const model = fakeModel({
      classify: () => ({ ...plainClassification, intent: 'menu' }),
      answer: async () => {
        note ??= await speak(shop);
        return { action: 'answer', text: 'Флэт уайт' };
      },
    });
    await takeTurn(shop, clock, { ...first, assistant: assistantWith(shop, model) });
    expect(await said(shop, first)).toEqual(['Флэт уайт']);
    expect(model.asked.filter(({ purpose }) => purpose === 'answer')).toHaveLength(1);
    expect(note).toBeDefined();
    expect((await turnDue(first))!.getTime()).toBeGreaterThan(clock.now().getTime());
    await hear(shop, 'часы работы');
    await takeTurn(shop, clock, first);
    expect(await said(shop, first)).toEqual(['Флэт уайт', 'Мы открыты с 9 до 19.']);
    expect(await shop.handovers(first.user_id)).toEqual([]);
  });

  it('is heard by one process, and by another when the first has died', async () => {
    const shop = await openHearing();
    const note = await speak(shop);
    expect(await claim(shop)).toHaveLength(1);
    expect(await claim(shop)).toHaveLength(0);
    await database.query(sql`
      UPDATE messages SET hear_lease_until = now() - interval '1 second' WHERE id = ${note.message_id}`);
    expect(await hear(shop, 'часы работы')).toBe(1);
    expect(await stored(note)).toMatchObject({ content: 'часы работы' });
  });

  it('of a process that outlived its claim is not written down twice', async () => {
    const shop = await openHearing();
    const note = await speak(shop);
    const slow = async () => {
      await database.query(sql`
        UPDATE messages SET hear_lease_until = now() - interval '1 second' WHERE id = ${note.message_id}`);
      await hear(shop, 'часы работы');
      return 'что-то другое';
    };
    await hear(shop, null, { hear: slow });
    expect(await stored(note)).toMatchObject({ content: 'часы работы' });
  });

  it('is tried again when its file can’t be fetched for the moment, and left as it is in the end', async () => {
    const shop = await openHearing();
    const note = await speak(shop);
    const fileOf = () => Promise.reject(new Error('fetch failed'));
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await hear(shop, 'часы работы', { fileOf })).toBe(1);
      expect(await hear(shop, 'часы работы', { fileOf })).toBe(0);
      clock.set(plusMs(clock.now(), 1_000 * 2 ** attempt));
    }
    expect(await stored(note)).toMatchObject({ content: '', hear_due_at: null });
  });

  it('during a request is heard too: the managers read it', async () => {
    const shop = await openHearing();
    const group = new Group(database, shop);
    const user = await shop.write('мне нужен человек');
    await callPerson(database, shop, user);
    await speak(shop);
    await mirror(shop, user);
    await group.deliver();
    await hear(shop, 'где мой заказ');
    await group.deliver();
    expect(group.all('mirror').at(-1)).toContain('🎧 услышано: «где мой заказ»');
  });

  it('that says much is shown in a line that answers it', async () => {
    const shop = await openHearing({ topic_mode: 'always' });
    const group = new Group(database, shop);
    const note = await speak(shop);
    await mirror(shop, note);
    await group.deliver();
    const long = 'слово '.repeat(300).trim();
    await hear(shop, long);
    await group.deliver();
    expect(group.find('text').text).toBe(`🎧 услышано: «${long}»`);
  });

  it('taken back while it is heard, is not written down, and nothing is answered', async () => {
    const shop = await openHearing();
    const note = await speak(shop, { external_message_id: 'gone' });
    const takenBack = async () => {
      const { client_id, integration_id } = shop;
      const place = { client_id, integration_id, external_chat_id: '700', external_message_id: 'gone' };
      await userDeleted(shop.tools, { ...place, deleted_at: clock.now() });
      return 'часы работы';
    };
    await hear(shop, null, { hear: takenBack });
    expect(await stored(note)).toMatchObject({ content: '', hear_due_at: null });
    expect(await turnDue(note)).toBeNull();
  });

  it('taken back, does not hold back what else was written', async () => {
    const shop = await openHearing();
    await speak(shop, { external_message_id: 'gone-2' });
    const text = await shop.write('часы работы');
    const { client_id, integration_id } = shop;
    const place = { client_id, integration_id, external_chat_id: '700', external_message_id: 'gone-2' };
    await userDeleted(shop.tools, { ...place, deleted_at: clock.now() });
    expect(await turnDue(text)).toEqual(plusMs(clock.now(), 1_000));
  });

  it('keeps what was heard when an edit tells of nothing new, and says what is written under it since', async () => {
    const shop = await openHearing();
    const media = { channel: 'telegram', file_id: 'same', mime_type: 'audio/ogg' };
    const note = await speak(shop, { external_message_id: 'e', media });
    await hear(shop, 'часы работы');
    const { client_id, integration_id, tools } = shop;
    const edited = (text: string) => {
      const message = inboundMessage(text, clock.now(), { kind: 'voice', media, external_message_id: 'e' });
      return editMessage(tools, { client_id, integration_id, edit: { message, edited_at: clock.now() } });
    };
    expect(await edited('')).toBe('unchanged');
    expect(await stored(note)).toMatchObject({ content: 'часы работы', heard: true });
    expect(await edited('спрашиваю о завтра')).toBe('edited');
    expect(await stored(note)).toMatchObject({ content: 'спрашиваю о завтра', heard: false });
  });

  it.each([
    ['has words beside it', { text: 'послушайте' }],
    ['is longer than can be heard', { media: { channel: 'telegram', file_id: 'l', duration: 3_600 } }],
    ['is a photo', { kind: 'image' as const }],
  ])('that %s is not heard', async (_why, more) => {
    const shop = await openHearing();
    await speak(shop, more);
    expect(await claim(shop)).toEqual([]);
  });

  it.each([
    [
      'a user who is blocked',
      (shop: Stage) => sql`UPDATE users SET blocked_at = now() WHERE client_id = ${shop.client_id}`,
    ],
    [
      'a client that is suspended',
      (shop: Stage) => sql`UPDATE clients SET status = 'suspended' WHERE id = ${shop.client_id}`,
    ],
  ])('of %s is not heard: nobody pays for it', async (_who, becomes) => {
    const shop = await openHearing();
    await shop.write('привет');
    await database.query(becomes(shop));
    const note = await speak(shop);
    expect(await hear(shop, 'часы работы')).toBe(0);
    expect(await stored(note)).toMatchObject({ content: '', hear_due_at: null });
  });

  it('whose user is found to be one with another while it is heard, is answered as soon as it is heard', async () => {
    const shop = await openHearing();
    const elder = await shop.write('спасибо');
    await takeTurn(shop, clock, elder);
    const note = await speak(shop, { who: '703' });
    const hears = async (): Promise<string> => {
      await merge(database, shop, elder.user_id, note.user_id);
      return 'часы работы';
    };
    expect(await hear(shop, null, { hear: hears })).toBe(1);
    expect(await turnDue(elder)).toEqual(plusMs(clock.now(), 1_000));
    await takeTurn(shop, clock, elder);
    expect(await said(shop, elder)).toEqual(['Мы открыты с 9 до 19.']);
  });

  it('of a client that does not want it is not heard, nor one of another connection', async () => {
    const handsOver = await openHearing({ media_action: 'handover' });
    const note = await speak(handsOver);
    expect(await claim(handsOver)).toEqual([]);
    expect(await turnDue(note)).toEqual(plusMs(clock.now(), 1_000));
    const [one, other] = [await openHearing(), await openHearing()];
    await speak(one);
    expect(await claim(other)).toEqual([]);
  });
});
