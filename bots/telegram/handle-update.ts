import { findClientOfGroup, isAnyonesGroup } from '../../src/clients/client-profile.js';
import { keepFailedUpdate } from '../../src/integrations/failed-updates.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import { invalidInput, problemList } from '../../src/shared/errors.js';
import type { ClientId } from '../../src/shared/ids.js';
import type { PressAnswer } from '../../src/topics/group-events.js';
import { onGroupMessage } from '../../src/topics/on-group-message.js';
import { onPress } from '../../src/topics/on-press.js';
import { moveGroup } from '../../src/topics/topic-state.js';
import { texts } from '../../src/texts/texts.js';
import { noteReachability } from '../../src/users/reachability.js';
import { twice } from '../second-try.js';
import { onEdited, onReaction } from './handle-changes.js';
import { hasTopics } from './group-look.js';
import { externalChatId } from './ids.js';
import { groupMessage, groupPress, userMessage } from './inbound.js';
import { serviceKindOf } from './message-body.js';
import { pressAnswerText } from './text.js';
import type { UpdateContext } from './update-context.js';
import { chatKeyOf, telegramUpdate, updateIdOf } from './update-shapes.js';
import type {
  TelegramMembership,
  TelegramMessage,
  TelegramPerson,
  TelegramPress,
  TelegramUpdate,
} from './update-shapes.js';
import { onUnconnectedMembership, onUnconnectedMessage } from './unconnected-group.js';
import { onUserPress } from './user-press.js';

/** Why an update was not used. Nothing is ever dropped without one. */
type Ignored = { ignored: string };
type Handled = Ignored | undefined;

/**
 * Handles one update: stored when it returns. What can't be handled is kept in `failed_updates`, and the rest goes on.
 *
 * @throws only when the database is away: then the update has to be asked for again
 */
export async function handleUpdate(context: UpdateContext, update: unknown): Promise<void> {
  const { tools } = context;
  const update_id = updateIdOf(update) ?? -1;
  try {
    const handled = await twice(() => dispatch(context, update));
    if (handled) tools.logger.debug({ update_id, reason: handled.ignored }, 'an update was ignored');
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    tools.logger.error(
      { update_id, err: error },
      'an update could not be handled; it is kept in failed_updates',
    );
    const { sender_key: source } = context.connection();
    await keepFailedUpdate(tools.db, {
      source,
      client_id: clientOf(context, update),
      update_id,
      update,
      error,
    });
  }
}

/** Whose an update is, read or not: its group tells, else the bot. */
export function clientOf({ connection }: UpdateContext, update: unknown): ClientId | null {
  const { groups, integration } = connection();
  const chat = chatKeyOf(update);
  const group = groups.find(({ telegram_chat_id }) => telegram_chat_id === chat);
  return group?.client_id ?? integration?.client_id ?? null;
}

/**
 * Does what an update asks for; harmless to repeat.
 *
 * @returns why it was ignored, if it was
 * @throws EstafetaError `update_invalid`, and whatever handling it throws
 */
export async function dispatch(context: UpdateContext, raw: unknown): Promise<Handled> {
  const parsed = telegramUpdate.safeParse(raw);
  if (!parsed.success) {
    throw invalidInput(
      'update_invalid',
      problemList(parsed.error, 'update'),
      'Report it: Telegram sends something new.',
    );
  }
  const update: TelegramUpdate = parsed.data;
  if (update.message) return onMessage(context, update.message);
  if (update.callback_query) return onCallback(context, update.callback_query);
  if (update.my_chat_member) return onMembership(context, update.my_chat_member);
  if (update.edited_message) return onEdited(context, update.edited_message);
  if (update.message_reaction) return onReaction(context, update.message_reaction);
  return {
    ignored: `updates of this kind are not used: ${Object.keys(update)
      .filter((key) => key !== 'update_id')
      .join(', ')}`,
  };
}

async function onMessage(context: UpdateContext, message: TelegramMessage): Promise<Handled> {
  if (message.migrate_to_chat_id !== undefined) {
    return onMigration(context, { from: message.chat.id, to: message.migrate_to_chat_id });
  }
  noticeTopicsSwitched(context, message);
  const service = serviceKindOf(message);
  if (service) return { ignored: `nobody wrote it: ${service}` };
  if (!message.from) return { ignored: 'written by nobody' };
  return message.chat.type === 'private'
    ? onUserMessage(context, message, message.from)
    : onManagersMessage(context, message, message.from);
}

/** Nobody is told when topics are switched on or off: the next message shows it. */
function noticeTopicsSwitched(
  { connection, onGroupChanged }: UpdateContext,
  { chat }: TelegramMessage,
): void {
  const known = connection().groups.find(
    ({ telegram_chat_id }) => telegram_chat_id === externalChatId(chat.id),
  );
  if (known && known.is_forum !== (chat.is_forum ?? false)) onGroupChanged();
}

async function onUserMessage(
  { tools, bot, connection }: UpdateContext,
  message: TelegramMessage,
  from: TelegramPerson,
): Promise<Handled> {
  const { integration } = connection();
  if (!integration) return { ignored: 'a private chat with a bot that serves only managers' };
  const { client_id, id: integration_id } = integration;
  await receiveMessage(tools, { client_id, integration_id, message: userMessage(message, from, bot.bot_id) });
  return undefined;
}

async function onManagersMessage(
  context: UpdateContext,
  message: TelegramMessage,
  from: TelegramPerson,
): Promise<Handled> {
  const { tools, bot, username, connection } = context;
  const { sender_key } = connection();
  if (!(await isManagersGroup(context, message.chat.id))) {
    await onUnconnectedMessage(context, message, from);
    return strangeGroup(context, message.chat.id);
  }
  const written = groupMessage(message, from, { sender_key, bot: { bot_id: bot.bot_id, username } });
  if (!written) return { ignored: "another bot's command" };
  if (from.is_bot && !written.from.is_anonymous) return { ignored: 'written by a bot' };
  await onGroupMessage(tools, written);
  return undefined;
}

async function onCallback(context: UpdateContext, press: TelegramPress): Promise<Handled> {
  const { tools, connection } = context;
  const { message } = press;
  if (!message) {
    answerPress(context, press, null);
    return { ignored: 'a press under a message that is gone' };
  }
  const { sender_key, integration } = connection();
  if (message.chat.type === 'private') {
    if (!integration) {
      answerPress(context, press, null);
      return { ignored: 'a press in a private chat with a bot that serves only managers' };
    }
    const { client_id, id: integration_id } = integration;
    answerPress(
      context,
      press,
      await onUserPress(context, { client_id, integration_id }, { press, message }),
    );
    return undefined;
  }
  if (!(await isManagersGroup(context, message.chat.id))) {
    answerPress(context, press, null);
    return strangeGroup(context, message.chat.id);
  }
  try {
    answerPress(context, press, await onPress(tools, groupPress(press, message, sender_key)));
  } catch (error) {
    answerPress(context, press, {
      text: texts(languageOf(context, message.chat.id)).press.failed,
      alert: true,
    });
    throw error;
  }
  return undefined;
}

/** The answer is a courtesy to the presser: Telegram keeps a press for 150 s, and a late or lost answer harms nothing. */
function answerPress({ bot, tools }: UpdateContext, press: TelegramPress, answer: PressAnswer | null): void {
  const shown =
    answer && answer.text !== '' ? { text: pressAnswerText(answer.text), show_alert: answer.alert } : {};
  bot.api.answerCallbackQuery(press.id, shown).catch((error: unknown) => {
    tools.logger.debug({ err: error }, 'a press could not be answered');
  });
}

async function onMembership(context: UpdateContext, change: TelegramMembership): Promise<Handled> {
  const { tools, connection } = context;
  if (change.chat.type !== 'private') return onGroupMembership(context, change);
  const { integration } = connection();
  if (!integration) return { ignored: 'a private chat with a bot that serves only managers' };
  const blocked = change.new_chat_member.status === 'kicked';
  await noteReachability(tools, {
    client_id: integration.client_id,
    kind: 'telegram_id',
    value: String(change.from.id),
    unreachable_at: blocked ? new Date(change.date * 1000) : null,
  });
  return undefined;
}

async function onGroupMembership(context: UpdateContext, change: TelegramMembership): Promise<Handled> {
  const { chat } = change;
  if (await isManagersGroup(context, chat.id)) {
    context.onGroupChanged();
    return undefined;
  }
  if (chat.type === 'channel') return { ignored: 'a channel' };
  if (await isAnyonesGroup(context.tools.db, externalChatId(chat.id)))
    return { ignored: "a group of a client's that another bot serves" };
  await onUnconnectedMembership(context, change);
  return undefined;
}

async function onMigration(
  { tools, bot, connection, onGroupChanged }: UpdateContext,
  { from, to }: { from: number; to: number },
): Promise<Handled> {
  const { sender_key } = connection();
  const is_forum = await hasTopics(bot, to);
  const group = { sender_key, from: externalChatId(from), to: externalChatId(to), is_forum };
  const moved = await tools.db.transaction((tx) => moveGroup(tx, { ...group, now: tools.clock.now() }));
  if (!moved) return { ignored: 'a group of no client of this bot got a new id, or it was noted before' };
  tools.logger.info({ sender_key }, "a managers' group became a supergroup; its new id is noted");
  onGroupChanged();
  tools.bell.posts(sender_key);
  return undefined;
}

/** What is known in memory may be two seconds old, so the database is asked before a group counts as a stranger's. */
async function isManagersGroup({ tools, connection }: UpdateContext, chat: number): Promise<boolean> {
  const telegram_chat_id = externalChatId(chat);
  const { sender_key, groups } = connection();
  if (groups.some((group) => group.telegram_chat_id === telegram_chat_id)) return true;
  return Boolean(await findClientOfGroup(tools.db, { telegram_chat_id, sender_key }));
}

function strangeGroup({ tools, connection }: UpdateContext, chat: number): Ignored {
  tools.logger.info(
    { sender_key: connection().sender_key, telegram_chat_id: externalChatId(chat) },
    "something was written in a group that is no client's: to make it one, send /connect CODE there (client connect-code gives the code), or set this number as telegram_chat_id and apply",
  );
  return { ignored: 'a group of no client of this bot' };
}

function languageOf({ connection }: UpdateContext, chat: number): string | undefined {
  return connection().groups.find(({ telegram_chat_id }) => telegram_chat_id === externalChatId(chat))
    ?.language;
}
