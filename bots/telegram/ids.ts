/**
 * Telegram's ids as the rest of the product keeps them: opaque text, made and read only here. A message's number counts
 * within its chat and bot, and a press has an id but no message of its own.
 */
export type ExternalChatId = string & { readonly __telegram: 'chat' };
export type ExternalMessageId = string & { readonly __telegram: 'message' };

const wholeNumber = /^-?[1-9]\d{0,15}$/;
const pressPrefix = 'press-';
const reactionPrefix = 'reaction-';

/** @param id Telegram's number of a chat, at most 52 significant bits. */
export function externalChatId(id: number): ExternalChatId {
  return String(id) as ExternalChatId;
}

/** @returns Telegram's number of the chat, or null for a text that is none. */
export function telegramChatId(text: string): number | null {
  return numberOf(text);
}

/**
 * A message of a private chat. Each bot counts anew: without it, what a person writes to the bot that replaces another
 * would pass for what they wrote to that one.
 *
 * @param bot_id the bot the chat is with
 * @param id Telegram's number of the message in that chat
 */
export function externalMessageId(bot_id: number, id: number): ExternalMessageId {
  return `${bot_id}-${id}` as ExternalMessageId;
}

/** The id of a press, which is stored like a message: two presses of one button are two. */
export function externalPressId(callback_id: string): ExternalMessageId {
  return `${pressPrefix}${callback_id}` as ExternalMessageId;
}

/**
 * A reaction has no id: it is told apart by what it is on, when it was put there (seconds) and what it is.
 */
export function externalReactionId(on: ExternalMessageId, date: number, emoji: string): ExternalMessageId {
  return `${reactionPrefix}${on}-${date}-${emoji}` as ExternalMessageId;
}

/** @returns Telegram's number of the message, or null for what can't be replied to: a press, or a message of another bot. */
export function telegramMessageId(text: string, bot_id: number): number | null {
  const prefix = `${bot_id}-`;
  const id = text.startsWith(prefix) ? numberOf(text.slice(prefix.length)) : null;
  return id !== null && id > 0 ? id : null;
}

/**
 * The bot a token belongs to: the number before the colon. It stays when the token is replaced, and so do the file ids
 * that the bot was given.
 */
export function botIdOf(token: string): number {
  return Number(token.slice(0, token.indexOf(':')));
}

function numberOf(text: string): number | null {
  if (!wholeNumber.test(text)) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : null;
}
