import type { Chat, StoredMessage, Topic } from './model.js';
import type { World } from './world.js';

/** Opens a topic with its service message, whose id is the topic's. */
export function openTopic(
  world: World,
  chat: Chat,
  given: Pick<Topic, 'name' | 'creator_id' | 'icon_color' | 'icon_custom_emoji_id'>,
): Topic {
  const thread_id = world.state.counters.get(`message:${chat.key}`) ?? 2;
  const topic: Topic = {
    ...given,
    chat: chat.key,
    thread_id,
    closed: false,
    deleted: false,
    created_at: world.seconds(),
  };
  world.putTopic(topic);
  const { name, icon_color, creator_id } = given;
  post(world, chat, topic, creator_id, { forum_topic_created: { name, icon_color } });
  return topic;
}

/** Renames, closes or reopens a topic, with the service message that says so. */
export function changeTopic(
  world: World,
  chat: Chat,
  topic: Topic,
  change: Partial<Pick<Topic, 'name' | 'icon_custom_emoji_id' | 'closed'>>,
  actor: number,
): void {
  Object.assign(topic, change);
  world.putTopic(topic);
  const { name, icon_custom_emoji_id } = change;
  if (name !== undefined || icon_custom_emoji_id !== undefined) {
    const edited = {
      ...(name !== undefined && { name }),
      ...(icon_custom_emoji_id !== undefined && { icon_custom_emoji_id }),
    };
    post(world, chat, topic, actor, { forum_topic_edited: edited });
  }
  if (change.closed === true) post(world, chat, topic, actor, { forum_topic_closed: {} });
  if (change.closed === false) post(world, chat, topic, actor, { forum_topic_reopened: {} });
}

/** Deletes a topic and its messages; bots are not told. */
export function removeTopic(world: World, topic: Topic): void {
  for (const message of world.state.messages.of(topic.chat)) {
    if (message.thread_id === topic.thread_id) world.state.deleteMessage(message);
  }
  topic.deleted = true;
  world.putTopic(topic);
}

function post(
  world: World,
  chat: Chat,
  topic: Topic,
  actor: number,
  service: Record<string, unknown>,
): StoredMessage {
  return world.post(chat, { from_id: actor, thread_id: topic.thread_id, service });
}
