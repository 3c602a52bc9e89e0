import fc from 'fast-check';
import { groupMessage, userMessage } from '../../../../bots/telegram/inbound.js';
import { handleInOrder } from '../../../../bots/telegram/poller.js';
import { bodyOf, serviceKindOf } from '../../../../bots/telegram/message-body.js';
import { chatKeyOf, telegramUpdate, updateIdOf } from '../../../../bots/telegram/update-shapes.js';
import type { TelegramMessage } from '../../../../bots/telegram/update-shapes.js';
import { inboundMessage } from '../../../../src/messages/inbound-message.js';
import { wait } from '../../../../src/shared/durations.js';

const from = {
  id: 5,
  is_bot: false,
  first_name: 'Анна',
  last_name: 'К.',
  username: 'anna',
  language_code: 'ru',
};
const message = (fields: object): TelegramMessage =>
  telegramUpdate.parse({
    update_id: 1,
    message: { message_id: 10, date: 1_790_000_000, chat: { id: 5, type: 'private' }, from, ...fields },
  }).message as TelegramMessage;
const bot = { sender_key: 'telegram:x', bot: { bot_id: 7, username: 'shop_bot' } };
const inGroup = (fields: object) =>
  groupMessage(message({ chat: { id: -1001, type: 'supergroup', is_forum: true }, ...fields }), from, bot);

describe('a message of a user', () => {
  it.each([
    ['/start', 'start'],
    ['/start promo_1', 'start'],
    ['/human', 'human'],
    ['/human@shop_bot please', 'human'],
    ['/help', 'help'],
    ['/humanity', null],
    ['no /human here', null],
  ])('%s asks for %s', (text, command) => {
    expect(userMessage(message({ text }), from, 7)).toMatchObject({ text, command });
  });

  it('of a photo the largest size is kept, with its caption and the bot that can fetch it', () => {
    const photo = [320, 90, 1280].map((width) => ({
      file_id: `f${width}`,
      file_unique_id: `u${width}`,
      width,
      height: width,
    }));
    expect(userMessage(message({ photo, caption: 'look' }), from, 7)).toMatchObject({
      kind: 'image',
      text: 'look',
      media: { channel: 'telegram', bot_id: 7, file_id: 'f1280' },
    });
  });

  it('what is written to the bot that replaces another is something new', () => {
    const [one, other] = [7, 8].map((bot_id) => userMessage(message({ text: 'hello' }), from, bot_id));
    expect(one?.external_message_id).not.toBe(other?.external_message_id);
  });

  it('a GIF comes with a document of the same file and is no document', () => {
    const file = { file_id: 'f', file_unique_id: 'u' };
    expect(userMessage(message({ animation: file, document: file }), from, 7)).toMatchObject({
      kind: 'video',
      media: { file_id: 'f', is_animation: true },
    });
  });

  it('a place keeps its name, a contact its number, as data', () => {
    const point = { latitude: 43.2, longitude: 76.9 };
    const venue = { location: point, title: 'Кофейня', address: 'Абая 10', foursquare_id: '1' };
    expect(userMessage(message({ location: point }), from, 7)).toMatchObject({
      kind: 'location',
      details: { location: point },
    });
    expect(userMessage(message({ location: point, venue }), from, 7).details).toEqual({
      location: { ...point, title: 'Кофейня', address: 'Абая 10' },
    });
    const contact = { phone_number: '+77010000000', first_name: 'Анна', user_id: 5 };
    expect(userMessage(message({ contact }), from, 7)).toMatchObject({
      kind: 'contact',
      details: { contact: { phone_number: '+77010000000', first_name: 'Анна' } },
    });
  });

  it('a shared number is an address of its sender only when Telegram says that it is theirs', () => {
    const card = { phone_number: '77010000001', first_name: 'Анна' };
    const identities = (fields: object): unknown => userMessage(message(fields), from, 7).from.identities;
    const telegram = { kind: 'telegram_id', value: '5' };
    expect(identities({ contact: { ...card, user_id: 5 } })).toEqual([
      telegram,
      { kind: 'phone', value: '+77010000001' },
    ]);
    expect(identities({ contact: { ...card, user_id: 6 } })).toEqual([telegram]);
    expect(identities({ contact: card })).toEqual([telegram]);
    expect(identities({ contact: { ...card, phone_number: '12', user_id: 5 } })).toEqual([telegram]);
    const forward_origin = { type: 'user', date: 1, sender_user: from };
    expect(identities({ contact: { ...card, user_id: 5 }, forward_origin })).toEqual([telegram]);
  });

  it('a poll and a die are told as text, what has no words keeps Telegram’s name for it', () => {
    const poll = { question: 'Чай или кофе?', options: [{ text: 'чай' }, { text: 'кофе' }] };
    expect(userMessage(message({ poll }), from, 7)).toMatchObject({
      kind: 'text',
      text: '📊 Чай или кофе?\n• чай\n• кофе',
    });
    expect(userMessage(message({ dice: { emoji: '🎲', value: 5 } }), from, 7).text).toBe('🎲 5');
    expect(userMessage(message({ story: { id: 1 } }), from, 7)).toMatchObject({
      kind: 'unsupported',
      unsupported_kind: 'story',
    });
  });

  it.each([
    [{ type: 'user', sender_user: { ...from, id: 9, first_name: 'Пётр' } }, 'Пётр К.'],
    [{ type: 'hidden_user', sender_user_name: 'Скрытый' }, 'Скрытый'],
    [{ type: 'channel', chat: { id: -1, type: 'channel', title: 'Новости' } }, 'Новости'],
    [undefined, null],
  ])('what was passed on names who wrote it first: %o', (forward_origin, name) => {
    expect(userMessage(message({ text: 'смотрите', forward_origin }), from, 7)).toMatchObject({
      text: 'смотрите',
      forwarded_from: name,
    });
  });

  it('whatever Telegram sends becomes a message of a known kind', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,20}$/), fc.jsonValue()), (fields) => {
        const update = {
          update_id: 1,
          message: { ...fields, message_id: 10, date: 1, chat: { id: 5, type: 'private' }, from },
        };
        const parsed = telegramUpdate.safeParse(update).data?.message;
        if (parsed) expect(inboundMessage.safeParse(userMessage(parsed, from, 7)).error).toBeUndefined();
      }),
    );
  });
});

describe("a message in the managers' group", () => {
  it('knows its topic, and that writing in a topic is no reply', () => {
    const topic = { message_thread_id: 4, is_topic_message: true };
    expect(inGroup({ text: 'hi', ...topic, reply_to_message: { message_id: 4 } })).toMatchObject({
      thread_id: 4,
      reply_to_message_id: null,
    });
    expect(inGroup({ text: 'hi', ...topic, reply_to_message: { message_id: 9 } })).toMatchObject({
      thread_id: 4,
      reply_to_message_id: 9,
    });
  });

  it('a thread of replies outside topics is no topic', () => {
    expect(inGroup({ text: 'hi', message_thread_id: 4 })).toMatchObject({ thread_id: null });
  });

  it('a command is taken apart, and one for another bot is none of ours', () => {
    const entities = (length: number) => [{ type: 'bot_command', offset: 0, length }];
    expect(inGroup({ text: '/note call back', entities: entities(5) })).toMatchObject({
      command: { name: 'note', args: 'call back' },
    });
    expect(inGroup({ text: '/Take@Shop_Bot', entities: entities(14) })).toMatchObject({
      command: { name: 'take', args: '' },
    });
    expect(inGroup({ text: '/take@other_bot', entities: entities(15) })).toBeNull();
  });

  it('whoever writes in the name of the group is anonymous', () => {
    expect(inGroup({ text: 'hi', sender_chat: { id: -1001, type: 'supergroup' } })?.from).toMatchObject({
      is_anonymous: true,
    });
  });

  it('what Telegram says by itself is written by nobody', () => {
    expect(serviceKindOf(message({ forum_topic_created: { name: 'x' } }))).toBe('forum_topic_created');
    expect(serviceKindOf(message({ text: 'x' }))).toBeNull();
    expect(bodyOf(message({ poll: {} }), 7)).toMatchObject({ kind: 'unsupported', unknown_kind: 'poll' });
  });
});

describe('a batch of updates', () => {
  const update = (update_id: number, chat: number) => ({ update_id, message: { chat: { id: chat } } });

  it('each chat is handled in order, and a slow chat does not hold up the others', async () => {
    const handled: number[] = [];
    const batch = [update(1, 100), update(2, 100), update(3, 200), update(4, 100)];
    await handleInOrder(batch, async (one) => {
      if (updateIdOf(one) === 1) await wait(20);
      handled.push(updateIdOf(one) ?? 0);
    });
    expect(handled).toEqual([3, 1, 2, 4]);
  });

  it('one that can be neither handled nor kept fails the batch, after the other chats are done', async () => {
    const handled: number[] = [];
    const work = handleInOrder([update(1, 100), update(2, 200)], async (one) => {
      if (updateIdOf(one) === 1) throw new Error('the database is away');
      handled.push(updateIdOf(one) ?? 0);
    });
    await expect(work).rejects.toThrow('the database is away');
    expect(handled).toEqual([2]);
  });

  it('a press belongs to the chat of its message', () => {
    expect(chatKeyOf({ update_id: 1, callback_query: { message: { chat: { id: -1001 } } } })).toBe('-1001');
    expect(chatKeyOf({ update_id: 1, something_new: 5 })).toBe('-');
    expect(updateIdOf({ no: 'id' })).toBeNull();
  });
});
