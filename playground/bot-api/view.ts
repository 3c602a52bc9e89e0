import { ANONYMOUS_ADMIN, type Bot, type Chat, type StoredMessage, type Topic } from './model.js';
import { isInside } from './membership.js';
import { topicIcon } from './topic-icons.js';
import type { World } from './world.js';

type Json = Record<string, unknown>;

const SHOWN_MESSAGES = 300;

/** Returns all there is to show: bots, people, chats with their topics and latest messages. Plain data, no markup. */
export function viewState(world: World): Json {
  const { bots, people, chats } = world.state;
  return {
    bots: bots.values().map(viewBot),
    people: people.values(),
    chats: chats
      .values()
      .filter((chat) => chat.migrated_to === undefined)
      .map((chat) => viewWholeChat(world, chat)),
  };
}

/** Returns a bot without its token; `commands` are its menus by scope, as `chat/-1001//` or `all_private_chats///ru`. */
export function viewBot({ id, username, first_name, revoked, commands }: Bot): Json {
  return { id, username, first_name, revoked, commands };
}

/** Returns one chat with its topics and its latest messages, oldest first. */
function viewWholeChat(world: World, chat: Chat): Json {
  const messages = [...world.state.messages.of(chat.key)].slice(-SHOWN_MESSAGES);
  return {
    ...viewChat(world, chat),
    topics: [...world.state.topics.of(chat.key)].filter((topic) => !topic.deleted).map(viewTopic),
    messages: messages.map((message) => viewMessage(world, message)),
  };
}

/** Returns a chat without what was said in it. */
export function viewChat(world: World, chat: Chat): Json {
  const { key, id, type, title, is_forum, blocked, bot_id } = chat;
  const members = Object.values(chat.members).filter(isInside);
  return {
    key,
    id,
    type,
    title: title ?? null,
    is_forum,
    blocked,
    bot: bot_id === undefined ? null : (world.bot(bot_id)?.username ?? null),
    person: type === 'private' ? id : null,
    members: members.map((member) => ({ ...member, ...viewUser(world, member.id) })),
  };
}

/** Returns a topic for the page. */
export function viewTopic(topic: Topic): Json {
  const { thread_id, name, icon_color, icon_custom_emoji_id, closed, deleted } = topic;
  return { thread_id, name, icon: topicIcon(icon_custom_emoji_id) ?? null, icon_color, closed, deleted };
}

/** What Telegram itself says, with the emoji of a topic's new icon. */
function viewService(service: Json): Json {
  const edited = service['forum_topic_edited'] as { icon_custom_emoji_id?: string } | undefined;
  const icon = topicIcon(edited?.icon_custom_emoji_id);
  return icon === undefined ? service : { ...service, forum_topic_edited: { ...edited, icon } };
}

/** Returns a message for the page: who, what, with which buttons, reactions and file. */
export function viewMessage(world: World, message: StoredMessage): Json {
  const {
    message_id,
    date,
    edit_date,
    thread_id,
    reply_to,
    text,
    entities,
    album_id,
    reply_markup,
    service,
  } = message;
  return {
    message_id,
    date,
    edited: edit_date !== undefined,
    from: viewUser(world, message.anonymous ? ANONYMOUS_ADMIN.id : message.from_id),
    thread_id: thread_id ?? null,
    reply_to: reply_to === undefined ? null : viewReplied(world, message.chat, reply_to),
    text: text ?? '',
    entities: entities ?? [],
    media: viewMedia(world, message),
    album_id: album_id ?? null,
    keyboard: reply_markup?.inline_keyboard ?? [],
    reply_keyboard: reply_markup?.['keyboard'] ?? null,
    service: service ? viewService(service) : null,
    reactions: Object.entries(message.reactions).map(([id, emoji]) => ({
      ...viewUser(world, Number(id)),
      emoji,
    })),
  };
}

function viewUser(world: World, id: number): Json {
  if (id === ANONYMOUS_ADMIN.id) return { id, name: 'Anonymous admin', username: null, is_bot: false };
  const bot = world.bot(id);
  if (bot) return { id, name: bot.first_name, username: bot.username, is_bot: true };
  const person = world.state.people.get(String(id));
  const name = [person?.first_name, person?.last_name].filter(Boolean).join(' ');
  return { id, name, username: person?.username ?? null, is_bot: false };
}

function viewReplied(world: World, chat: string, messageId: number): Json {
  const replied = world.state.message(chat, messageId);
  return {
    message_id: messageId,
    from: replied ? viewUser(world, replied.from_id) : null,
    text: replied?.text ?? '',
    media: replied?.media?.kind ?? null,
  };
}

function viewMedia(world: World, { media }: StoredMessage): Json | null {
  if (!media) return null;
  if (!('file' in media)) return { ...media };
  const file = world.files.record(media.file);
  return {
    kind: media.kind,
    url: `/control/files/${media.file}`,
    file_name: file?.file_name ?? null,
    mime_type: file?.mime_type ?? null,
    size: file?.size ?? 0,
    duration: file?.duration ?? 0,
  };
}
