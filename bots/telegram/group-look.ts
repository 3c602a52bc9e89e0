import { noteGroupStanding, whatIsMissing } from '../../src/topics/group-standing.js';
import type { GroupStanding } from '../../src/topics/group-standing.js';
import { texts } from '../../src/texts/texts.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { telegramChatId } from './ids.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { WantedConnection } from './wanted-connections.js';

export type LookOptions = {
  tools: Pick<Tools, 'db' | 'logger' | 'clock' | 'bell'>;
  bot: BotApi;
  connection: WantedConnection;
};

/** Looks how the bot stands in each group it serves, and has what follows from it done. */
export async function lookAtGroups(options: LookOptions): Promise<void> {
  for (const { telegram_chat_id } of options.connection.groups)
    if (telegram_chat_id !== null) await lookAtGroup(options, telegram_chat_id);
}

/**
 * Looks how the bot stands in one group of the connection. What can't be found out now is logged and left as it is known.
 *
 * @returns how it stands, or null when nobody can tell
 */
export async function lookAtGroup(
  { tools, bot, connection }: LookOptions,
  telegram_chat_id: string,
): Promise<GroupStanding | null> {
  const group = connection.groups.find((known) => known.telegram_chat_id === telegram_chat_id);
  const chat = telegramChatId(telegram_chat_id);
  if (!group || chat === null) return null;
  const { client_id } = group;
  try {
    const standing = await standingOrNone(bot, chat);
    await noteGroupStanding(tools, { client_id, telegram_chat_id, standing, now: tools.clock.now() });
    const missing = whatIsMissing(standing);
    if (missing)
      tools.logger.warn(
        { client_id, telegram_chat_id, problem: texts('en').group[missing] },
        "the managers' group is not ready",
      );
    tools.bell.posts(connection.sender_key);
    return standing;
  } catch (error) {
    tools.logger.warn(
      { client_id, telegram_chat_id, problem: problemInWords(telegramProblem(error)) },
      "it could not be seen how the bot stands in the managers' group",
    );
    return null;
  }
}

/**
 * How a bot stands in a group.
 *
 * @throws what the Bot API throws, also when the bot is in no such group
 */
export async function groupStanding({ api, bot_id }: BotApi, chat: number): Promise<GroupStanding> {
  const group = await api.getChat(chat);
  const member = await api.getChatMember(chat, bot_id);
  if (member.status === 'left' || member.status === 'kicked') return { is_member: false };
  const is_forum = group.type === 'supergroup' && group.is_forum === true;
  const is_admin = member.status === 'administrator';
  const mayMembersWrite = group.permissions?.can_send_messages !== false;
  return {
    is_member: true,
    is_forum,
    is_admin,
    may_write: is_admin || (member.status === 'restricted' ? member.can_send_messages : mayMembersWrite),
    may_make_topics: is_forum && is_admin && member.can_manage_topics === true,
  };
}

/** As {@link groupStanding}; being in no such group is an answer too. */
async function standingOrNone(bot: BotApi, chat: number): Promise<GroupStanding> {
  try {
    return await groupStanding(bot, chat);
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type === 'refused' && problem.refusal === 'not_in_group') return { is_member: false };
    throw error;
  }
}

/** Whether a group has topics; null when nobody can tell now. */
export async function hasTopics({ api }: BotApi, chat: number): Promise<boolean | null> {
  try {
    const group = await api.getChat(chat);
    return group.type === 'supergroup' && group.is_forum === true;
  } catch {
    return null;
  }
}
