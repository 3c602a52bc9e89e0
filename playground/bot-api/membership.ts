import { ANONYMOUS_ADMIN, privateChatKey, type Bot, type Chat, type Member } from './model.js';
import { badRequest, forbidden } from './api-error.js';
import type { World } from './world.js';

/** Says whether someone with this membership is in the group. */
export function isInside(member: Member | undefined): boolean {
  return member !== undefined && member.status !== 'left' && member.status !== 'kicked';
}

/** Says whether someone with this membership administers the group. */
export function isAdmin(member: Member | undefined): boolean {
  return member?.status === 'creator' || member?.status === 'administrator';
}

/** Returns the group with this id, or undefined. */
export function groupById(world: World, id: number): Chat | undefined {
  return world.state.chats.get(String(id));
}

/**
 * Returns the chat a bot names in `chat_id` and may write to.
 * @throws ApiError in Telegram's words: not found, blocked, kicked, migrated
 */
export function chatForBot(world: World, bot: Bot, chatId: unknown): Chat {
  const named = typeof chatId === 'number' ? String(chatId) : chatId;
  if (typeof named !== 'string' || named === '') throw badRequest('chat_id is empty');
  const byName = named.startsWith('@')
    ? world.state.chats
        .values()
        .find((chat) => `@${chat.username ?? ''}`.toLowerCase() === named.toLowerCase())
    : undefined;
  const id = byName?.id ?? Number(named);
  if (!Number.isSafeInteger(id)) throw badRequest('chat not found');
  return id > 0 ? privateForBot(world, bot, id) : groupForBot(world, bot, id);
}

function privateForBot(world: World, bot: Bot, personId: number): Chat {
  if (world.bot(personId) || personId === ANONYMOUS_ADMIN.id)
    throw forbidden("bots can't send messages to bots");
  if (!world.state.people.get(String(personId))) throw badRequest('chat not found');
  const chat = world.state.chats.get(privateChatKey(bot.id, personId));
  if (!chat) throw forbidden("bot can't initiate conversation with a user");
  if (chat.blocked) throw forbidden('bot was blocked by the user');
  return chat;
}

function groupForBot(world: World, bot: Bot, id: number): Chat {
  const chat = groupById(world, id);
  if (!chat) throw badRequest('chat not found');
  if (chat.migrated_to !== undefined) {
    throw badRequest('group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migrated_to,
    });
  }
  const member = chat.members[bot.id];
  const kind = chat.type === 'supergroup' ? 'supergroup chat' : 'group chat';
  if (!member) throw badRequest('chat not found');
  if (member.status === 'kicked') throw forbidden(`bot was kicked from the ${kind}`);
  if (member.status === 'left') throw forbidden(`bot is not a member of the ${kind}`);
  return chat;
}
