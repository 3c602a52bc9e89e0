import { z } from 'zod';

/**
 * What is read of Telegram's updates, and nothing more: a field that Telegram adds never breaks anything.
 * https://core.telegram.org/bots/api#update
 */
const id = z.number().int();

const person = z.looseObject({
  id,
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});

const chat = z.looseObject({
  id,
  type: z.string(),
  title: z.string().optional(),
  is_forum: z.boolean().optional(),
});

const file = z.looseObject({
  file_id: z.string(),
  file_unique_id: z.string(),
  file_size: z.number().optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  duration: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  /** Of a video note, which is round: its width and its height. */
  length: z.number().optional(),
  performer: z.string().optional(),
  title: z.string().optional(),
  emoji: z.string().optional(),
});

const entity = z.looseObject({ type: z.string(), offset: z.number(), length: z.number() });

const button = z.looseObject({ text: z.string(), callback_data: z.string().optional() });

const message = z.looseObject({
  message_id: id,
  date: z.number(),
  edit_date: z.number().optional(),
  chat,
  from: person.optional(),
  sender_chat: chat.optional(),
  message_thread_id: id.optional(),
  is_topic_message: z.boolean().optional(),
  reply_to_message: z.looseObject({ message_id: id }).optional(),
  media_group_id: z.string().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entity).optional(),
  photo: z.array(file.extend({ width: z.number(), height: z.number() })).optional(),
  voice: file.optional(),
  document: file.optional(),
  audio: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  animation: file.optional(),
  sticker: file.optional(),
  // What is wrong in one of these makes the message one of an unknown kind, not one that can't be handled.
  location: z.unknown().optional(),
  venue: z
    .looseObject({ location: z.looseObject({}) })
    .optional()
    .catch(undefined),
  contact: z.unknown().optional(),
  poll: z.unknown().optional(),
  dice: z.unknown().optional(),
  forward_origin: z.unknown().optional(),
  migrate_to_chat_id: id.optional(),
  reply_markup: z.looseObject({ inline_keyboard: z.array(z.array(button)).optional() }).optional(),
});

const press = z.looseObject({
  id: z.string(),
  from: person,
  data: z.string().optional(),
  /** A message too old to be shown has only its id, its chat and the date 0. */
  message: message.optional(),
});

const reactionKind = z.looseObject({ type: z.string(), emoji: z.string().optional() });

const reaction = z.looseObject({
  chat,
  message_id: id,
  date: z.number(),
  /** Left out when it was put there in the name of the group. */
  user: person.optional(),
  new_reaction: z.array(reactionKind),
});

const membership = z.looseObject({
  chat,
  from: person,
  date: z.number(),
  old_chat_member: z.looseObject({ status: z.string() }).optional(),
  new_chat_member: z.looseObject({ status: z.string() }),
});

/** The kinds of update that are asked for. */
export const allowedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'message_reaction',
] as const;

export const telegramUpdate = z.looseObject({
  update_id: id,
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: press.optional(),
  my_chat_member: membership.optional(),
  message_reaction: reaction.optional(),
});

export type TelegramUpdate = z.infer<typeof telegramUpdate>;
export type TelegramMessage = z.infer<typeof message>;
export type TelegramPress = z.infer<typeof press>;
export type TelegramReaction = z.infer<typeof reaction>;
export type TelegramMembership = z.infer<typeof membership>;
export type TelegramPerson = z.infer<typeof person>;
export type TelegramFile = z.infer<typeof file>;

/** What can be read of an update without understanding it: enough to keep it in order and to confirm it. */
const updateOutline = z.looseObject({ update_id: id });
const anyChat = z.looseObject({
  chat: z.looseObject({ id }).optional(),
  message: z.looseObject({ chat: z.looseObject({ id }) }).optional(),
});

/** @returns the number of an update, whatever else is wrong with it; null when it has none. */
export function updateIdOf(update: unknown): number | null {
  return updateOutline.safeParse(update).data?.update_id ?? null;
}

/** @returns the chat an update belongs to, as the key by which updates are kept in order; `-` when it names none. */
export function chatKeyOf(update: unknown): string {
  const fields = updateOutline.safeParse(update).data ?? {};
  for (const value of Object.values(fields)) {
    const { data } = anyChat.safeParse(value);
    const found = data?.chat?.id ?? data?.message?.chat.id;
    if (found !== undefined) return String(found);
  }
  return '-';
}
