import { badRequest } from '../api-error.js';
import { chatForBot, isAdmin, isInside } from '../membership.js';
import type { Chat, Member } from '../model.js';
import { renderChat, renderMember } from '../render.js';
import { changeMember } from '../members.js';
import type { Call } from './call.js';

const ALL_PERMISSIONS = {
  can_send_messages: true,
  can_send_audios: true,
  can_send_documents: true,
  can_send_photos: true,
  can_send_videos: true,
  can_send_video_notes: true,
  can_send_voice_notes: true,
  can_send_polls: true,
  can_send_other_messages: true,
  can_add_web_page_previews: true,
  can_change_info: false,
  can_invite_users: true,
  can_pin_messages: false,
  can_manage_topics: false,
};

/** https://core.telegram.org/bots/api#getchat */
export function getChat(call: Call): unknown {
  const chat = chatOf(call);
  return {
    ...renderChat(call.world, chat),
    ...(chat.type !== 'private' && { permissions: ALL_PERMISSIONS }),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  };
}

/** https://core.telegram.org/bots/api#getchatmember */
export function getChatMember(call: Call): unknown {
  const { world, params } = call;
  const chat = chatOf(call);
  const id = params.integer('user_id') ?? 0;
  if (!world.bot(id) && !world.state.people.get(String(id))) throw badRequest('PARTICIPANT_ID_INVALID');
  return renderMember(world, memberOf(chat, id));
}

/** https://core.telegram.org/bots/api#getchatadministrators; other bots are left out. */
export function getChatAdministrators(call: Call): unknown {
  const { world, bot } = call;
  const chat = groupOf(call, 'there are no administrators in the private chat');
  return Object.values(chat.members)
    .filter((member) => isAdmin(member) && (member.id === bot.id || !world.bot(member.id)))
    .map((member) => renderMember(world, member));
}

/** https://core.telegram.org/bots/api#getchatmembercount */
export function getChatMemberCount(call: Call): unknown {
  const chat = chatOf(call);
  return chat.type === 'private' ? 2 : Object.values(chat.members).filter(isInside).length;
}

/** https://core.telegram.org/bots/api#leavechat */
export function leaveChat(call: Call): true {
  const { world, bot } = call;
  const chat = groupOf(call, "chat member status can't be changed in private chats");
  changeMember(world, chat, bot.id, { status: 'left' }, bot.id);
  return true;
}

function chatOf({ world, bot, params }: Call): Chat {
  return chatForBot(world, bot, params.values['chat_id']);
}

function groupOf(call: Call, otherwise: string): Chat {
  const chat = chatOf(call);
  if (chat.type === 'private') throw badRequest(otherwise);
  return chat;
}

function memberOf(chat: Chat, id: number): Member {
  const known = chat.type === 'private' ? undefined : chat.members[id];
  const status = chat.type === 'private' ? 'member' : 'left';
  return known ?? { id, status, can_manage_topics: false, can_delete_messages: false, is_anonymous: false };
}
