import { userCommandIn } from '../../src/messages/inbound-message.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import type { GroupMessage, GroupPerson, GroupPress } from '../../src/topics/group-events.js';
import type { GroupReaction } from '../../src/topics/on-group-reaction.js';
import { externalChatId, externalMessageId, externalPressId, externalReactionId } from './ids.js';
import { forwardedFrom } from './kinds-in-words.js';
import { bodyOf } from './message-body.js';
import { ownNumber } from './own-number.js';
import type { TelegramMessage, TelegramPerson, TelegramPress, TelegramReaction } from './update-shapes.js';
import { parseUserButton } from '../text/user-buttons.js';

/** Messages in the name of the group, and of a linked channel, come from these. https://core.telegram.org/bots/api#message */
const anonymousAdmin = 1087968824;

/** The bot that received something, as far as its messages are read by it. */
export type ReceivingBot = { bot_id: number; username: string };

/**
 * A message of a user in a private chat.
 *
 * @param from the user who wrote it
 */
export function userMessage(message: TelegramMessage, from: TelegramPerson, bot_id: number): InboundMessage {
  const body = bodyOf(message, bot_id);
  return {
    external_chat_id: externalChatId(message.chat.id),
    external_message_id: externalMessageId(bot_id, message.message_id),
    sent_at: new Date(message.date * 1000),
    from: userOf(from, ownNumber(message, from)),
    kind: body.kind,
    text: body.text,
    command: message.text === undefined ? null : userCommandIn(message.text),
    media: body.media,
    details: body.details,
    forwarded_from: forwardedFrom(message.forward_origin),
    reply_to_external_id: message.reply_to_message
      ? externalMessageId(bot_id, message.reply_to_message.message_id)
      : null,
    album_id: message.media_group_id ?? null,
    unsupported_kind: body.unknown_kind,
  };
}

/** [Talk to a person] or a star, pressed by a user: kept like a message that says what the button said. */
export function userPress(
  press: TelegramPress,
  message: TelegramMessage,
  { bot_id, pressed_at }: { bot_id: number; pressed_at: Date },
): InboundMessage {
  const buttons = message.reply_markup?.inline_keyboard?.flat() ?? [];
  const wanted = parseUserButton(press.data);
  return {
    external_chat_id: externalChatId(message.chat.id),
    external_message_id: externalPressId(press.id),
    sent_at: pressed_at,
    from: userOf(press.from),
    kind: 'button',
    text: buttons.find(({ callback_data }) => callback_data === press.data)?.text ?? '',
    command: wanted?.action === 'human' ? 'human' : null,
    ...(wanted?.action === 'rate' && { rating: wanted.rating }),
    media: null,
    details: {},
    forwarded_from: null,
    reply_to_external_id: externalMessageId(bot_id, message.message_id),
    album_id: null,
    unsupported_kind: null,
  };
}

/** What a user has put on a message of their chat: kept like a message that says it. Taken away again, it says nothing. */
export function userReaction(
  reaction: TelegramReaction,
  from: TelegramPerson,
  { bot_id, received_at }: { bot_id: number; received_at: Date },
): InboundMessage {
  const { chat, message_id, date, new_reaction } = reaction;
  const emoji = new_reaction.map(emojiOf).join('');
  const on = externalMessageId(bot_id, message_id);
  return {
    external_chat_id: externalChatId(chat.id),
    external_message_id: externalReactionId(on, date, emoji),
    sent_at: received_at,
    from: userOf(from),
    kind: 'reaction',
    text: emoji,
    command: null,
    media: null,
    details: {},
    forwarded_from: null,
    reply_to_external_id: on,
    album_id: null,
    unsupported_kind: null,
  };
}

/**
 * What a person has put on a message of a managers' group. Of several the newest counts, which comes last; a paid one and
 * one of somebody's own pictures can't be passed on by a bot.
 */
export function groupReaction(
  { chat, message_id, new_reaction }: TelegramReaction,
  from: TelegramPerson,
  sender_key: string,
): GroupReaction {
  return {
    sender_key,
    telegram_chat_id: externalChatId(chat.id),
    message_id,
    telegram_user_id: from.id,
    emoji: new_reaction.findLast(({ type }) => type === 'emoji')?.emoji ?? null,
  };
}

/** Something written in a managers' group. @returns null for a command that is another bot's. */
export function groupMessage(
  message: TelegramMessage,
  from: TelegramPerson,
  { sender_key, bot }: { sender_key: string; bot: ReceivingBot },
): GroupMessage | null {
  const body = bodyOf(message, bot.bot_id);
  const command = commandIn(message);
  if (command?.addressee && command.addressee.toLowerCase() !== bot.username.toLowerCase()) return null;
  const thread_id = message.is_topic_message ? (message.message_thread_id ?? null) : null;
  const replied = message.reply_to_message?.message_id ?? null;
  return {
    sender_key,
    telegram_chat_id: externalChatId(message.chat.id),
    thread_id,
    is_forum: message.chat.is_forum ?? false,
    message_id: message.message_id,
    from: groupPerson(from, message.sender_chat !== undefined),
    kind: body.kind,
    text: body.text,
    media: body.media,
    details: body.details,
    album_id: message.media_group_id ?? null,
    unsupported_kind: body.unknown_kind,
    // Whatever is written in a topic "replies" to the message that made the topic.
    reply_to_message_id: replied === thread_id ? null : replied,
    command: command && { name: command.name, args: command.args },
    sent_at: new Date(message.date * 1000),
  };
}

/** A button pressed in a managers' group. */
export function groupPress(press: TelegramPress, message: TelegramMessage, sender_key: string): GroupPress {
  return {
    sender_key,
    telegram_chat_id: externalChatId(message.chat.id),
    message_id: message.message_id,
    callback_id: press.id,
    data: press.data ?? '',
    from: groupPerson(press.from, false),
  };
}

/** A picture of somebody's own has no emoji that a bot is told. https://core.telegram.org/bots/api#reactiontype */
function emojiOf({ type, emoji }: TelegramReaction['new_reaction'][number]): string {
  return type === 'paid' ? '⭐' : (emoji ?? '✨');
}

/** @param phone that they have shared as their own, which is an address of theirs from then on */
function userOf(from: TelegramPerson, phone: string | null = null): InboundMessage['from'] {
  return {
    identities: [
      { kind: 'telegram_id', value: String(from.id) },
      ...(phone === null ? [] : [{ kind: 'phone' as const, value: phone }]),
    ],
    name: nameOf(from),
    username: from.username ?? null,
    phone,
    language_code: from.language_code ?? null,
  };
}

function groupPerson(from: TelegramPerson, inNameOfChat: boolean): GroupPerson {
  return {
    telegram_user_id: from.id,
    name: nameOf(from) ?? String(from.id),
    username: from.username ?? null,
    is_anonymous: inNameOfChat || from.id === anonymousAdmin,
  };
}

function nameOf({ first_name, last_name }: TelegramPerson): string | null {
  return [first_name, last_name].filter(Boolean).join(' ').trim() || null;
}

/** A command Telegram marked at the very beginning: `/take@shop_bot and the rest`. */
function commandIn({
  text = '',
  entities = [],
}: TelegramMessage): { name: string; args: string; addressee: string | null } | null {
  const entity = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (!entity) return null;
  const [name = '', addressee = null] = text.slice(1, entity.length).split('@');
  return { name: name.toLowerCase(), args: text.slice(entity.length).trim(), addressee };
}
