import {
  ANONYMOUS_ADMIN,
  type Bot,
  type Chat,
  type FileRecord,
  type Media,
  type Member,
  type StoredMessage,
} from './model.js';
import type { World } from './world.js';

type Json = Record<string, unknown>;

/** The longer sides of the copies Telegram makes of a photo. */
const PHOTO_SIZES: [suffix: string, side: number][] = [
  ['s', 90],
  ['m', 320],
  ['x', 800],
  ['y', 1280],
];

/** Returns a person or a bot as Telegram's User. */
export function renderUser(world: World, id: number): Json {
  if (id === ANONYMOUS_ADMIN.id) return { ...ANONYMOUS_ADMIN };
  const bot = world.bot(id);
  if (bot) return { id, is_bot: true, first_name: bot.first_name, username: bot.username };
  return { is_bot: false, ...(world.state.people.get(String(id)) ?? { id, first_name: 'Deleted Account' }) };
}

/** Returns a chat as Telegram's Chat. */
export function renderChat(world: World, chat: Chat): Json {
  if (chat.type === 'private') {
    const person = world.state.people.get(String(chat.id));
    const { first_name, last_name, username } = person ?? { first_name: '' };
    return {
      id: chat.id,
      type: 'private',
      first_name,
      ...(last_name && { last_name }),
      ...(username && { username }),
    };
  }
  const { id, type, title, username } = chat;
  return { id, type, title, ...(username && { username }), ...(chat.is_forum && { is_forum: true }) };
}

/** Returns a membership as Telegram's ChatMember. */
export function renderMember(world: World, member: Member): Json {
  const user = renderUser(world, member.id);
  const { status, is_anonymous, can_manage_topics, can_delete_messages } = member;
  if (status === 'creator') return { user, status, is_anonymous };
  if (status === 'kicked') return { user, status, until_date: 0 };
  if (status !== 'administrator') return { user, status };
  const rights = {
    can_be_edited: false,
    can_manage_chat: true,
    can_change_info: false,
    can_restrict_members: false,
    can_invite_users: true,
    can_pin_messages: false,
    can_manage_video_chats: false,
    can_promote_members: false,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
  };
  return { user, status, is_anonymous, ...rights, can_delete_messages, can_manage_topics };
}

/** Returns a message as one bot sees it (file ids differ from bot to bot). */
export function renderMessage(world: World, bot: Bot, message: StoredMessage, nested = false): Json {
  const chat = world.state.chats.get(message.chat);
  const { text, entities, media, thread_id, service, reply_markup, album_id } = message;
  const caption = media !== undefined;
  const markup = reply_markup?.inline_keyboard && { reply_markup };
  return {
    message_id: message.message_id,
    ...(thread_id !== undefined && { message_thread_id: thread_id, is_topic_message: true }),
    from: renderUser(world, message.anonymous ? ANONYMOUS_ADMIN.id : message.from_id),
    ...(message.anonymous && chat && { sender_chat: renderChat(world, chat) }),
    chat: chat && renderChat(world, chat),
    date: message.date,
    ...(message.edit_date !== undefined && { edit_date: message.edit_date }),
    ...(!nested && renderReply(world, bot, message)),
    ...(album_id !== undefined && { media_group_id: album_id }),
    ...(text && { [caption ? 'caption' : 'text']: text }),
    ...(text &&
      entities?.length && {
        [caption ? 'caption_entities' : 'entities']: entities.map((entity) => renderEntity(world, entity)),
      }),
    ...(media && renderMedia(world, bot, media)),
    ...service,
    ...markup,
  };
}

function renderEntity(world: World, entity: NonNullable<StoredMessage['entities']>[number]): Json {
  return entity.user ? { ...entity, user: renderUser(world, entity.user.id) } : { ...entity };
}

/** In a topic, what replies to nothing replies to the message that opened the topic. */
function renderReply(world: World, bot: Bot, message: StoredMessage): Json {
  const { chat, thread_id, reply_to, quote } = message;
  const replied = reply_to === undefined ? undefined : world.state.message(chat, reply_to);
  if (replied) {
    return {
      reply_to_message: renderMessage(world, bot, replied, true),
      ...(quote && { quote: { text: quote, position: 0, is_manual: true } }),
    };
  }
  const topic = thread_id === undefined ? undefined : world.state.topic(chat, thread_id);
  if (!topic || message.message_id === thread_id) return {};
  return {
    reply_to_message: renderMessage(
      world,
      bot,
      {
        chat,
        message_id: topic.thread_id,
        thread_id: topic.thread_id,
        date: topic.created_at,
        from_id: topic.creator_id,
        service: { forum_topic_created: { name: topic.name, icon_color: topic.icon_color } },
        reactions: {},
      },
      true,
    ),
  };
}

function renderMedia(world: World, bot: Bot, media: Media): Json {
  if (media.kind === 'location') {
    const { latitude, longitude, title, address } = media;
    const location = { latitude, longitude };
    return { location, ...(title !== undefined && { venue: { location, title, address: address ?? '' } }) };
  }
  if (media.kind === 'contact') {
    const { kind: _kind, ...contact } = media;
    return { contact };
  }
  const file = world.files.record(media.file);
  if (!file) return {};
  if (file.kind === 'photo') return { photo: photoSizes(world, bot, file) };
  return {
    [media.kind]: renderFile(world, bot, file),
    ...(media.kind === 'animation' && { document: renderFile(world, bot, file) }),
  };
}

function renderFile(world: World, bot: Bot, file: FileRecord): Json {
  const { kind, width, height, duration, mime_type, file_name } = file;
  const named = { mime_type, ...(file_name !== undefined && { file_name }) };
  const shape: Record<string, Json> = {
    voice: { duration, mime_type },
    audio: { duration, ...named },
    document: named,
    video: { width, height, duration, ...named },
    animation: { width, height, duration, ...named },
    video_note: { length: width, duration },
    sticker: { type: 'regular', width, height, is_animated: false, is_video: false },
  };
  return {
    file_id: world.files.fileId(bot.id, file.id),
    file_unique_id: world.files.uniqueId(file.id),
    file_size: file.size,
    ...shape[kind],
  };
}

function photoSizes(world: World, bot: Bot, file: FileRecord): Json[] {
  const longer = Math.max(file.width, file.height);
  const fitting = PHOTO_SIZES.filter(([suffix, side]) => side <= longer || suffix === 's');
  return fitting.map(([suffix, side]) => {
    const scale = Math.min(1, side / longer);
    return {
      file_id: world.files.fileId(bot.id, file.id, suffix),
      file_unique_id: world.files.uniqueId(file.id, suffix),
      file_size: Math.max(1, Math.round(file.size * scale * scale)),
      width: Math.max(1, Math.round(file.width * scale)),
      height: Math.max(1, Math.round(file.height * scale)),
    };
  });
}
