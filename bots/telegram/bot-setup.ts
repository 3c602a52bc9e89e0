import type { BotCommand, BotCommandScope } from 'grammy/types';
import { groupCommands } from '../../src/topics/commands/commands.js';
import { languages, texts } from '../../src/texts/texts.js';
import type { Texts } from '../../src/texts/text-shape.js';
import type { BotApi } from './bot-api.js';
import type { LookOptions } from './group-look.js';
import { telegramChatId } from './ids.js';
import { problemInWords, telegramProblem } from './problem.js';

/**
 * What Telegram needs to be told once of a bot: its menus of commands. What fails is logged with what to do; the bot works
 * on without it.
 */
export async function setUpBot(options: LookOptions): Promise<void> {
  const { integration, groups } = options.connection;
  if (integration) await attempt(options, 'the menu of commands for users', () => setUserMenus(options.bot));
  for (const { telegram_chat_id, language } of groups) {
    const chat = telegram_chat_id === null ? null : telegramChatId(telegram_chat_id);
    if (chat === null) continue;
    const scope = { type: 'chat', chat_id: chat } as const;
    await attempt(options, "the menu of commands for the managers' group", () =>
      setMenu(options.bot, scope, groupMenu(texts(language))),
    );
  }
}

/** In every language there is, and in English for everybody else. */
async function setUserMenus(bot: BotApi): Promise<void> {
  const scope = { type: 'all_private_chats' } as const;
  await setMenu(bot, scope, commandsOf(texts('en').commands.user));
  for (const language of languages)
    await setMenu(bot, scope, commandsOf(texts(language).commands.user), language);
}

/** Telegram limits how often menus may be set, so an unchanged one is left alone. */
async function setMenu(
  { api }: BotApi,
  scope: BotCommandScope,
  commands: BotCommand[],
  language?: string,
): Promise<void> {
  const place = { scope, ...(language === undefined ? {} : { language_code: language as 'en' }) };
  const current = await api.getMyCommands(place);
  const same =
    current.length === commands.length &&
    commands.every(
      ({ command, description }, index) =>
        current[index]?.command === command && current[index]?.description === description,
    );
  if (!same) await api.setMyCommands(commands, place);
}

function groupMenu(words: Texts): BotCommand[] {
  return groupCommands
    .filter(({ unlisted }) => !unlisted)
    .map(({ name, describe }) => ({ command: name, description: describe(words) }));
}

function commandsOf(described: Readonly<Record<string, string>>): BotCommand[] {
  return Object.entries(described).map(([command, description]) => ({ command, description }));
}

async function attempt(
  { tools, connection }: LookOptions,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = problemInWords(telegramProblem(error));
    tools.logger.warn(
      { sender_key: connection.sender_key, what, problem },
      'could not be set up; check that the bot is in the group and its token is right',
    );
  }
}
