import { badRequest } from '../api-error.js';
import { chatForBot } from '../membership.js';
import type { Chat, Topic } from '../model.js';
import { topicIcon, topicIcons } from '../topic-icons.js';
import { changeTopic, openTopic, removeTopic } from '../topics.js';
import type { Call, Method } from './call.js';

const COLORS = [7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047];

/** https://core.telegram.org/bots/api#getforumtopiciconstickers */
export function getForumTopicIconStickers(): unknown {
  return topicIcons.map(({ emoji, custom_emoji_id }) => ({
    file_id: `topic-icon-${custom_emoji_id}`,
    file_unique_id: `topic-icon-${custom_emoji_id}`,
    type: 'custom_emoji',
    width: 100,
    height: 100,
    is_animated: true,
    is_video: false,
    emoji,
    custom_emoji_id,
  }));
}

/** https://core.telegram.org/bots/api#createforumtopic */
export function createForumTopic(call: Call): unknown {
  const { world, bot, params } = call;
  const chat = forumOf(call, 'not enough rights to create a topic');
  const color = params.integer('icon_color');
  if (color !== undefined && !COLORS.includes(color))
    throw badRequest('invalid forum topic icon color specified');
  const icon_custom_emoji_id = iconOf(call);
  const topic = openTopic(world, chat, {
    name: nameOf(call),
    creator_id: bot.id,
    icon_color: color ?? COLORS[0]!,
    ...(icon_custom_emoji_id && { icon_custom_emoji_id }),
  });
  const { thread_id, name, icon_color } = topic;
  return {
    message_thread_id: thread_id,
    name,
    icon_color,
    ...(icon_custom_emoji_id && { icon_custom_emoji_id }),
  };
}

/** https://core.telegram.org/bots/api#editforumtopic */
export function editForumTopic(call: Call): true {
  const { chat, topic } = topicOf(call);
  const icon_custom_emoji_id = iconOf(call);
  const name = call.params.has('name') ? nameOf(call) : undefined;
  const sameIcon = icon_custom_emoji_id === undefined || icon_custom_emoji_id === topic.icon_custom_emoji_id;
  if ((name === undefined || name === topic.name) && sameIcon) throw badRequest('TOPIC_NOT_MODIFIED');
  const renamed = name !== undefined && name !== topic.name;
  const change = { ...(renamed && { name }), ...(!sameIcon && { icon_custom_emoji_id }) };
  changeTopic(call.world, chat, topic, change, call.bot.id);
  return true;
}

/** Returns closeForumTopic or reopenForumTopic. */
export function setTopicClosed(closed: boolean): Method {
  return (call) => {
    const { chat, topic } = topicOf(call);
    if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
    changeTopic(call.world, chat, topic, { closed }, call.bot.id);
    return true;
  };
}

/** https://core.telegram.org/bots/api#deleteforumtopic */
export function deleteForumTopic(call: Call): true {
  const { topic } = topicOf(call);
  removeTopic(call.world, topic);
  return true;
}

function forumOf({ world, bot, params }: Call, withoutRights: string): Chat {
  const chat = chatForBot(world, bot, params.values['chat_id']);
  if (!chat.is_forum) throw badRequest('the chat is not a forum');
  if (chat.members[bot.id]?.can_manage_topics !== true) throw badRequest(withoutRights);
  return chat;
}

function topicOf(call: Call): { chat: Chat; topic: Topic } {
  const chat = forumOf(call, 'not enough rights to edit the topic');
  const topic = call.world.state.topic(chat.key, call.params.integer('message_thread_id') ?? 0);
  if (!topic || topic.deleted) throw badRequest('TOPIC_ID_INVALID');
  return { chat, topic };
}

function iconOf({ params }: Call): string | undefined {
  const id = params.text('icon_custom_emoji_id');
  if (id && topicIcon(id) === undefined) throw badRequest('DOCUMENT_INVALID');
  return id;
}

/** Telegram cuts names at 128 characters instead of refusing them. */
function nameOf({ params }: Call): string {
  const name = (params.text('name') ?? '').replace(/\s+/g, ' ').trim();
  if (name === '') throw badRequest('title must be non-empty');
  return [...name].slice(0, 128).join('');
}
