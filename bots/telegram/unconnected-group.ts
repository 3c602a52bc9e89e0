import { connectGroup } from '../../src/integrations/connect-group.js';
import type { Connected } from '../../src/integrations/connect-group.js';
import { sql } from '../../src/shared/database.js';
import { minutesBetween } from '../../src/shared/durations.js';
import { whatIsMissing } from '../../src/topics/group-standing.js';
import { knownLanguage, texts } from '../../src/texts/texts.js';
import type { GroupTexts } from '../../src/texts/shape/group.js';
import { groupStanding } from './group-look.js';
import { externalChatId } from './ids.js';
import { groupMessage } from './inbound.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { UpdateContext } from './update-context.js';
import type { TelegramMembership, TelegramMessage, TelegramPerson } from './update-shapes.js';

/** What is kept of a group of no client. */
type Unconnected = {
  language: string;
  greeting_id: number | null;
  greeted_at: Date | null;
  shown: string | null;
};

/** Whoever throws the bot out and takes it in again within so many minutes is not greeted anew. */
const greetingLastsMinutes = 10;

/**
 * The bot came into a group of no client, or its rights there changed: it says the group's number, what is missing and
 * how the group is connected; what it said once is kept up to date rather than said again.
 */
export async function onUnconnectedMembership(
  context: UpdateContext,
  change: TelegramMembership,
): Promise<void> {
  const { chat, from, new_chat_member: after, old_chat_member: before } = change;
  if (!isInside(after.status)) return;
  const known = await find(context, chat.id);
  const language = knownLanguage(from.language_code, await languageOfClient(context));
  const isNew = !isInside(before?.status ?? 'left');
  const isStanding =
    known?.greeting_id != null &&
    (!isNew ||
      minutesBetween(known.greeted_at ?? new Date(0), context.tools.clock.now()) < greetingLastsMinutes);
  if (!isNew && !isStanding) return;
  await bestEffort(context, chat.id, () =>
    greet(
      context,
      chat.id,
      isStanding ? known : { language, greeting_id: null, greeted_at: null, shown: null },
    ),
  );
}

/** Something was written in a group of no client: a code that connects it, or nothing of ours. */
export async function onUnconnectedMessage(
  context: UpdateContext,
  message: TelegramMessage,
  from: TelegramPerson,
): Promise<void> {
  const { bot, username, connection } = context;
  const { sender_key } = connection();
  const known = await find(context, message.chat.id);
  if (known?.greeting_id != null && saysOtherThan(known.shown, message.chat.is_forum ?? false))
    await bestEffort(context, message.chat.id, () => greet(context, message.chat.id, known));
  const written = groupMessage(message, from, { sender_key, bot: { bot_id: bot.bot_id, username } });
  if (written?.command?.name !== 'connect') return;
  const language = known?.language || knownLanguage(from.language_code, await languageOfClient(context));
  const { group } = texts(language);
  const answer = await connect(context, message, { from, code: written.command.args, group });
  if (answer === null) return;
  await bestEffort(context, message.chat.id, async () => {
    const thread = message.is_topic_message ? { message_thread_id: message.message_thread_id ?? 0 } : {};
    await bot.api.sendMessage(message.chat.id, answer, {
      ...thread,
      reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true },
    });
  });
}

/** Whether topics were switched on or off since the greeting was said. */
function saysOtherThan(shown: string | null, is_forum: boolean): boolean {
  return is_forum ? shown === 'topicsOff' : shown === 'ready' || shown === 'mayNotManageTopics';
}

/** @returns what to answer; null when it is said by a post, or was said before */
async function connect(
  { tools, bot, connection, sealedBox: box }: UpdateContext,
  message: TelegramMessage,
  { from, code, group }: { from: TelegramPerson; code: string; group: GroupTexts },
): Promise<string | null> {
  if (code.trim() === '') return group.howToConnect;
  const { chat, message_id } = message;
  const isAdmin = message.sender_chat ? message.sender_chat.id === chat.id : await isAdministrator();
  if (isAdmin === null) return group.connectUnsure;
  if (!isAdmin) return group.connectAdminsOnly;
  const { sender_key, token } = connection();
  const telegram_chat_id = externalChatId(chat.id);
  const actor = `telegram:${from.id}`;
  const standing = await groupStanding(bot, chat.id);
  const answers: Record<Connected, string | null> = {
    connected: null,
    handled_before: null,
    refused: group.codeRefused,
    too_many_codes: group.tooManyCodes,
    taken: group.groupTaken,
  };
  return answers[
    await connectGroup(
      { ...tools, box },
      { sender_key, token, telegram_chat_id, message_id, code, actor, standing },
    )
  ];

  /** Null: Telegram tells a bot that is no administrator itself nothing certain. */
  async function isAdministrator(): Promise<boolean | null> {
    try {
      const { status } = await bot.api.getChatMember(chat.id, from.id);
      return status === 'creator' || status === 'administrator';
    } catch (error) {
      if (telegramProblem(error).type === 'refused') return null;
      throw error;
    }
  }
}

/** Says it, or changes what was said. */
async function greet(
  { tools, bot, connection }: UpdateContext,
  chat: number,
  known: Unconnected,
): Promise<void> {
  const { sender_key } = connection();
  const telegram_chat_id = externalChatId(chat);
  const shown = whatIsMissing(await groupStanding(bot, chat)) ?? 'ready';
  if (known.greeting_id !== null && known.shown === shown) return;
  const { group } = texts(known.language);
  const text = [group.greeting({ chatId: telegram_chat_id }), group[shown], group.howToConnect].join('\n\n');
  const isSaid = known.greeting_id !== null && (await edited({ bot }, { chat, id: known.greeting_id, text }));
  const greeting_id = isSaid ? known.greeting_id : (await bot.api.sendMessage(chat, text)).message_id;
  const now = tools.clock.now();
  await tools.db.query(sql`
    INSERT INTO unconnected_groups AS g (sender_key, telegram_chat_id, language, greeting_id, greeted_at, shown)
    VALUES (${sender_key}, ${telegram_chat_id}, ${known.language}, ${greeting_id}, ${now}, ${shown})
    ON CONFLICT (sender_key, telegram_chat_id) DO UPDATE SET language = excluded.language,
      greeting_id = excluded.greeting_id, greeted_at = excluded.greeted_at, shown = excluded.shown`);
}

/** @returns false when what was said is gone */
async function edited(
  { bot }: Pick<UpdateContext, 'bot'>,
  { chat, id, text }: { chat: number; id: number; text: string },
): Promise<boolean> {
  try {
    await bot.api.editMessageText(chat, id, text);
    return true;
  } catch (error) {
    const problem = telegramProblem(error);
    if (problem.type !== 'refused' || problem.refusal === 'not_in_group') throw error;
    return problem.refusal === 'not_modified';
  }
}

async function find({ tools, connection }: UpdateContext, chat: number): Promise<Unconnected | undefined> {
  return tools.db.maybeOne<Unconnected>(sql`
    SELECT language, greeting_id, greeted_at, shown FROM unconnected_groups
    WHERE sender_key = ${connection().sender_key} AND telegram_chat_id = ${externalChatId(chat)}`);
}

/** The language of the client whose bot it is: of its customers', else of one whose managers it serves. */
async function languageOfClient({ tools, connection }: UpdateContext): Promise<string | null> {
  const { integration, groups } = connection();
  const client_id = integration?.client_id ?? groups[0]?.client_id;
  if (!client_id) return null;
  const client = await tools.db.maybeOne<{ language: string }>(
    sql`SELECT language FROM clients WHERE id = ${client_id}`,
  );
  return client?.language ?? null;
}

function isInside(status: string): boolean {
  return status !== 'left' && status !== 'kicked';
}

/** In a stranger's group nothing is owed to anybody: what can't be said is left unsaid. */
async function bestEffort({ tools }: UpdateContext, chat: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tools.logger.info(
      { telegram_chat_id: externalChatId(chat), problem: problemInWords(telegramProblem(error)) },
      "nothing could be said in a group that is no client's",
    );
  }
}
