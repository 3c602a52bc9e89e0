import type { Bot, Chat, StoredMessage } from './model.js';
import { isInside } from './membership.js';
import { renderMessage } from './render.js';
import type { World } from './world.js';

/** Queues a new or edited message for every bot that would see it. */
export function deliverMessage(
  world: World,
  kind: 'message' | 'edited_message',
  chat: Chat,
  message: StoredMessage,
): void {
  const senderIsBot = !message.anonymous && world.bot(message.from_id) !== undefined;
  if (senderIsBot && !message.service) return;
  for (const bot of botsIn(world, chat)) {
    if (bot.id === message.from_id) continue;
    if (!sees(world, bot, chat, message)) continue;
    world.updates.push(bot, kind, chat.key, renderMessage(world, bot, message));
  }
}

/** Returns the bots that take part in a chat. */
export function botsIn(world: World, chat: Chat): Bot[] {
  if (chat.type === 'private') {
    const bot = world.bot(chat.bot_id ?? 0);
    return bot && !chat.blocked ? [bot] : [];
  }
  const members = Object.values(chat.members).filter(isInside);
  return members.map(({ id }) => world.bot(id)).filter((bot) => bot !== undefined);
}

/**
 * Group privacy: a bot that is not an administrator gets commands, replies to its messages,
 * mentions of itself and service messages. https://core.telegram.org/bots/features#privacy-mode
 */
function sees(world: World, bot: Bot, chat: Chat, message: StoredMessage): boolean {
  if (chat.type === 'private' || !bot.privacy || message.service) return true;
  if (chat.members[bot.id]?.status === 'administrator') return true;
  const replied =
    message.reply_to === undefined ? undefined : world.state.message(chat.key, message.reply_to);
  if (replied?.from_id === bot.id) return true;
  const name = `@${bot.username.toLowerCase()}`;
  return (message.entities ?? []).some(({ type, offset, length }) => {
    const marked = (message.text ?? '').slice(offset, offset + length).toLowerCase();
    if (type === 'mention') return marked === name;
    return type === 'bot_command' && (!marked.includes('@') || marked.endsWith(name));
  });
}
