import type { Chat, Member } from './model.js';
import { isInside } from './membership.js';
import { renderChat, renderMember, renderUser } from './render.js';
import type { World } from './world.js';

/**
 * Changes who someone is in a group: writes it down, posts the service message of coming and going,
 * and tells a bot about itself (`my_chat_member`).
 */
export function changeMember(
  world: World,
  chat: Chat,
  id: number,
  change: Partial<Omit<Member, 'id'>>,
  actor: number,
): void {
  const before: Member = chat.members[id] ?? {
    id,
    status: 'left',
    can_manage_topics: false,
    can_delete_messages: false,
    is_anonymous: false,
  };
  const after: Member = { ...before, ...change };
  const bot = world.bot(id);
  chat.members[id] = after;
  world.putChat(chat);
  if (bot) {
    world.updates.push(bot, 'my_chat_member', chat.key, {
      chat: renderChat(world, chat),
      from: renderUser(world, actor),
      date: world.seconds(),
      old_chat_member: renderMember(world, before),
      new_chat_member: renderMember(world, after),
    });
  }
  const user = renderUser(world, id);
  if (!isInside(before) && isInside(after))
    world.post(chat, { from_id: actor, service: { new_chat_members: [user] } });
  if (isInside(before) && !isInside(after))
    world.post(chat, { from_id: actor, service: { left_chat_member: user } });
}

/** Blocks or unblocks a bot in a private chat and tells the bot. */
export function setBlocked(world: World, chat: Chat, blocked: boolean): void {
  const bot = world.bot(chat.bot_id ?? 0);
  if (!bot || chat.blocked === blocked) return;
  const member = (status: Member['status']): Record<string, unknown> =>
    renderMember(world, {
      id: bot.id,
      status,
      can_manage_topics: false,
      can_delete_messages: false,
      is_anonymous: false,
    });
  chat.blocked = blocked;
  world.putChat(chat);
  world.updates.push(bot, 'my_chat_member', chat.key, {
    chat: renderChat(world, chat),
    from: renderUser(world, chat.id),
    date: world.seconds(),
    old_chat_member: member(blocked ? 'member' : 'kicked'),
    new_chat_member: member(blocked ? 'kicked' : 'member'),
  });
}
