import { openBotApi } from '../../bots/telegram/bot-api.js';
import { externalMessageId, telegramMessageId } from '../../bots/telegram/ids.js';
import { MediaStore } from '../../bots/media/media-store.js';
import { TelegramAmending } from '../../bots/telegram/telegram-amending.js';
import { telegramTexts } from '../../bots/telegram/text.js';
import type { StandingMessage } from '../../src/integrations/channel.js';
import { newId } from '../../src/shared/ids.js';
import { silentLogger } from '../../src/shared/logger.js';
import { watchChats } from '../e2e/support/chats.js';
import type { Seen } from '../e2e/support/chats.js';
import { FakeAmending } from '../support/fake-amending.js';
import { serveTelegram } from '../support/local-bot-api.js';
import { describeAmending } from './amending-contract.js';
import type { AmendingOnStage } from './amending-contract.js';

describeAmending('the fake', async (): Promise<AmendingOnStage> => {
  const fake = new FakeAmending();
  const faults = {
    'wait three seconds': () => fake.fail({ type: 'later', retry_after_ms: 3_000 }),
    'lost after it was applied': () => fake.fail({ type: 'unclear' }, { isApplied: true }),
    refused: () => fake.fail({ type: 'refused', reason: 'not_allowed' }),
  };
  return {
    amending: fake,
    say: async (text) => fake.say(text),
    userSays: async (text) => fake.say(text),
    shown: ({ external_ids }) => external_ids.map((id) => fake.at(id)?.text ?? null),
    reactionOn: ({ external_ids: [id = ''] }) => fake.at(id)?.reaction ?? null,
    userRemoves: ({ external_ids }) => external_ids.forEach((id) => fake.remove(id)),
    fault: (kind) => faults[kind](),
    close: async () => undefined,
  };
});

describeAmending('Telegram', async (): Promise<AmendingOnStage> => {
  const { telegram, apiRoot, newBot } = await serveTelegram();
  const chats = watchChats(telegram);
  const { token, id: bot_id, api } = newBot('shop_bot');
  const anna = telegram.createPerson({ first_name: 'Anna' });
  telegram.personStartsBot({ person: anna.id, bot: 'shop_bot' });
  const bot = openBotApi({ token, apiRoot, signal: new AbortController().signal });
  const media = new MediaStore('unused', {});
  const standing = (content: string, numbers: number[]): StandingMessage => ({
    ...{ id: newId(), client_id: newId(), integration_id: newId(), external_chat_id: String(anna.id) },
    ...{ kind: 'text', content, media: null, media_file: null, buttons: null },
    ...{ has_other_file: false, is_album_part: false },
    external_ids: numbers.map((number) => externalMessageId(bot_id, number)),
  });
  const numbersOf = ({ external_ids }: StandingMessage): (number | null)[] =>
    external_ids.map((id) => telegramMessageId(id, bot_id));
  const seen = (message: StandingMessage): (Seen | undefined)[] =>
    numbersOf(message).map((number) =>
      chats.in(`p${bot_id}_${anna.id}`).find(({ message_id }) => message_id === number),
    );
  const method = 'editMessageText';
  const error = (code: number, description: string, more: { retry_after?: number } = {}): void =>
    telegram.faults.add({ kind: 'error', error: { code, description, ...more }, method });
  const faults = {
    'wait three seconds': () => error(429, 'Too Many Requests: retry after 3', { retry_after: 3 }),
    'lost after it was applied': () => telegram.faults.add({ kind: 'drop-after', method }),
    refused: () => error(400, "Bad Request: message can't be edited"),
  };
  return {
    amending: new TelegramAmending({ bot, media, logger: silentLogger }),
    async say(text) {
      const numbers: number[] = [];
      for (const piece of telegramTexts([{ text }]))
        numbers.push((await api.sendMessage(anna.id, piece.text)).message_id);
      return standing(text, numbers);
    },
    userSays: async (text) =>
      standing(text, [telegram.personSends({ person: anna.id, chat: 'shop_bot', text }).message_id]),
    shown: (message) => seen(message).map((one) => one?.text ?? null),
    reactionOn: (message) => [seen(message)[0]?.reactions[0]?.emoji ?? []].flat()[0] ?? null,
    userRemoves: (message) => {
      for (const number of numbersOf(message))
        telegram.personDeletes({ person: anna.id, chat: 'shop_bot', messageId: number ?? 0 });
    },
    fault: (kind) => faults[kind](),
    async close() {
      chats.close();
      await telegram.close();
    },
  };
});
