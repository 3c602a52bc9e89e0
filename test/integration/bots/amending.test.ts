import { openBotApi } from '../../../bots/telegram/bot-api.js';
import { externalMessageId } from '../../../bots/telegram/ids.js';
import { MediaStore } from '../../../bots/media/media-store.js';
import { telegramTexts } from '../../../bots/telegram/text.js';
import { TelegramChannel } from '../../../bots/telegram/telegram-channel.js';
import { TelegramAmending } from '../../../bots/telegram/telegram-amending.js';
import type { StandingMessage } from '../../../src/integrations/channel.js';
import { newId } from '../../../src/shared/ids.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { watchChats } from '../../e2e/support/chats.js';
import type { Seen } from '../../e2e/support/chats.js';
import { serveTelegram } from '../../support/local-bot-api.js';

const served = await serveTelegram();
const { telegram, apiRoot } = served;
const chats = watchChats(telegram);
const { token, id: bot_id, api } = served.newBot('shop_bot');
const anna = telegram.createPerson({ first_name: 'Anna' });
const hello = telegram.personSends({ person: anna.id, chat: 'shop_bot', text: 'hello' });
const bot = openBotApi({ token, apiRoot, signal: new AbortController().signal });
const media = new MediaStore('unused', {});
const amending = new TelegramAmending({ bot, media, logger: silentLogger });

afterAll(() => {
  chats.close();
  return telegram.close();
});

/** Sends a text as we do, in as many messages as it takes. */
async function said(text: string): Promise<number[]> {
  const sent: number[] = [];
  for (const piece of telegramTexts([{ text }]))
    sent.push((await api.sendMessage(anna.id, piece.text)).message_id);
  return sent;
}

function standing(content: string, numbers: number[], more: Partial<StandingMessage> = {}): StandingMessage {
  return {
    ...{ id: newId(), client_id: newId(), integration_id: newId() },
    ...{
      external_chat_id: String(anna.id),
      kind: 'text',
      content,
      media: null,
      media_file: null,
      buttons: null,
    },
    external_ids: numbers.map((number) => externalMessageId(bot_id, number)),
    ...{ has_other_file: false, is_album_part: false },
    ...more,
  };
}

function seen(number: number): Seen | undefined {
  return chats.in(`p${bot_id}_${anna.id}`).find(({ message_id }) => message_id === number);
}

/** What stands in Anna's chat under these numbers; null = gone. */
function shown(numbers: number[]): (string | null)[] {
  return numbers.map((number) => seen(number)?.text ?? null);
}

const long = (word: string): string => `${word} `.repeat(1_500).trim();

describe('a text in a private chat', () => {
  it('is exchanged for another, and doing it again changes nothing', async () => {
    const numbers = await said('one');
    for (const _again of [1, 2])
      expect(await amending.edit(standing('two', numbers))).toEqual({ type: 'done' });
    expect(shown(numbers)).toEqual(['two']);
  });

  it('that went in pieces keeps as many as it needs', async () => {
    const numbers = await said(long('first'));
    expect(numbers.length).toBeGreaterThan(1);
    expect(await amending.edit(standing(long('other'), numbers))).toEqual({ type: 'done' });
    expect(shown(numbers).every((text) => text?.startsWith('other'))).toBe(true);
    for (const _again of [1, 2])
      expect(await amending.edit(standing('short', numbers))).toEqual({ type: 'done' });
    expect(shown(numbers)).toEqual(['short', ...numbers.slice(1).map(() => null)]);
  });

  it('does not grow by messages: those would stand behind everything said since', async () => {
    const numbers = await said('short');
    const outcome = await amending.edit(standing(long('long'), numbers));
    expect(outcome).toEqual({ type: 'refused', reason: 'text_too_long' });
    expect(shown(numbers)).toEqual(['short']);
  });

  it('that became shorter while its pieces were going out has none left to send', async () => {
    const before = telegram.journal.list({ method: 'sendMessage' }).length;
    const channel = new TelegramChannel({ integration_id: newId(), bot, media, logger: silentLogger });
    const { external_ids: _sent, ...short } = standing('short', []);
    const outgoing = {
      ...short,
      role: 'manager' as const,
      details: {},
      album: [],
      reply_to_external_id: null,
    };
    expect(await channel.sendPart(outgoing, 1)).toEqual({ type: 'complete' });
    expect(telegram.journal.list({ method: 'sendMessage' })).toHaveLength(before);
  });

  it('keeps its buttons', async () => {
    const numbers = await said('one');
    const buttons = [[{ action: 'human' as const, label: 'Talk to a person' }]];
    await amending.edit(standing('two', numbers, { buttons }));
    const [call] = telegram.journal.list({ method: 'editMessageText' }).slice(-1);
    expect(JSON.stringify(call?.payload)).toContain('Talk to a person');
  });

  it('that the person has deleted is not there to be edited', async () => {
    const numbers = await said('one');
    telegram.personDeletes({ person: anna.id, chat: 'shop_bot', messageId: numbers[0] ?? 0 });
    expect(await amending.edit(standing('two', numbers))).toEqual({ type: 'refused', reason: 'gone' });
    expect(await amending.withdraw(standing('two', numbers))).toEqual({ type: 'done' });
  });
});

describe('taking back', () => {
  it('takes every piece, and again is no failure', async () => {
    const numbers = await said(long('secret'));
    for (const _again of [1, 2])
      expect(await amending.withdraw(standing('', numbers))).toEqual({ type: 'done' });
    expect(shown(numbers)).toEqual(numbers.map(() => null));
  });

  it('is refused when it comes too late, and waits when it comes too often', async () => {
    const numbers = await said('one');
    const fault = (code: number, description: string, retry_after?: number): void =>
      telegram.faults.add({
        kind: 'error',
        error: { code, description, ...(retry_after ? { retry_after } : {}) },
        method: 'deleteMessage',
      });
    fault(400, "Bad Request: message can't be deleted for everyone");
    expect(await amending.withdraw(standing('', numbers))).toEqual({ type: 'refused', reason: 'too_late' });
    fault(429, 'Too Many Requests: retry after 3', 3);
    expect(await amending.withdraw(standing('', numbers))).toEqual({ type: 'later', retry_after_ms: 3_000 });
    telegram.faults.add({ kind: 'drop-after', method: 'deleteMessage' });
    expect(await amending.withdraw(standing('', numbers))).toEqual({ type: 'unclear' });
    expect(await amending.withdraw(standing('', numbers))).toEqual({ type: 'done' });
  });

  it('is not for what another bot has sent', async () => {
    const strange = { ...standing('', [1]), external_ids: [externalMessageId(bot_id + 1, 1)] };
    expect(await amending.withdraw(strange)).toEqual({ type: 'refused', reason: 'gone' });
  });
});

describe('a reaction', () => {
  it('is put on, exchanged and taken away', async () => {
    const message = standing('hello', [hello.message_id]);
    const onIt = (): unknown => seen(hello.message_id)?.reactions;
    for (const emoji of ['👍', '❤']) {
      expect(await amending.react(message, emoji)).toEqual({ type: 'done' });
      expect(onIt()).toMatchObject([{ emoji: [emoji] }]);
    }
    expect(await amending.react(message, null)).toEqual({ type: 'done' });
    expect(onIt()).toEqual([]);
  });

  it('that Telegram does not know is refused', async () => {
    const message = standing('hello', [hello.message_id]);
    expect(await amending.react(message, '🥑')).toEqual({ type: 'refused', reason: 'not_possible' });
  });
});
