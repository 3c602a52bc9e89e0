import type { BotCommand, BotCommandScope } from 'grammy/types';
import { noteGroupKind } from '../../src/topics/topic-state.js';
import { languages, texts } from '../../src/texts/texts.js';
import type { GroupTexts } from '../../src/texts/shape/group.js';
import type { Texts } from '../../src/texts/text-shape.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { telegramChatId } from './ids.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { WantedConnection } from './wanted-connections.js';

type SetupOptions = { tools: Pick<Tools, 'db' | 'logger'>; bot: BotApi; connection: WantedConnection };

/**
 * What a bot needs to be told or asked once: its menus of commands, and how it stands in the groups it serves. What fails
 * is logged with what to do; the bot works on without it.
 */
export async function setUpBot(options: SetupOptions): Promise<void> {
  const { integration, groups } = options.connection;
  if (integration) await attempt(options, 'the menu of commands for users', () => setUserMenus(options.bot));
  await checkGroups(options);
  for (const { telegram_chat_id, language } of groups) {
    const chat = telegram_chat_id === null ? null : telegramChatId(telegram_chat_id);
    if (chat === null) continue;
    const scope = { type: 'chat', chat_id: chat } as const;
    await attempt(options, "the menu of commands for the managers' group", () =>
      setMenu(options.bot, scope, groupCommands(texts(language))),
    );
  }
}

/** Looks at each group: whether it has topics, and whether the bot may do there what it has to. */
export async function checkGroups(options: SetupOptions): Promise<void> {
  for (const group of options.connection.groups) {
    const { client_id, telegram_chat_id } = group;
    const chat = telegram_chat_id === null ? null : telegramChatId(telegram_chat_id);
    if (chat === null || telegram_chat_id === null) continue;
    await attempt(options, "the managers' group", async () => {
      const { is_forum, missing } = await groupRights(options.bot, chat);
      await noteGroupKind(options.tools.db, { client_id, telegram_chat_id, is_forum });
      if (missing)
        options.tools.logger.warn(
          { client_id, telegram_chat_id, problem: texts('en').group[missing] },
          "the managers' group is not ready",
        );
    });
  }
}

/** What a bot can do in a group, and the first thing that is missing. */
export async function groupRights(
  { api, bot_id }: BotApi,
  chat: number,
): Promise<{ is_forum: boolean; missing: keyof GroupTexts | null }> {
  const group = await api.getChat(chat);
  const is_forum = group.type === 'supergroup' && group.is_forum === true;
  const member = await api.getChatMember(chat, bot_id);
  if (member.status === 'left' || member.status === 'kicked') return { is_forum, missing: 'notInGroup' };
  if (member.status !== 'administrator') return { is_forum, missing: 'notAdmin' };
  if (!is_forum) return { is_forum, missing: 'topicsOff' };
  return { is_forum, missing: member.can_manage_topics ? null : 'mayNotManageTopics' };
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

function groupCommands({ commands }: Texts): BotCommand[] {
  return commandsOf({ ...commands.topic, ...commands.group });
}

function commandsOf(described: Readonly<Record<string, string>>): BotCommand[] {
  return Object.entries(described).map(([command, description]) => ({ command, description }));
}

async function attempt(
  { tools, connection }: SetupOptions,
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
