import { messageDetails } from '../../src/messages/message-details.js';
import type { MessageDetails } from '../../src/messages/message-details.js';
import type { MediaReference, MessageKind } from '../../src/messages/message-kinds.js';
import { diceInWords, pollInWords } from './kinds-in-words.js';
import type { TelegramFile, TelegramMessage } from './update-shapes.js';

/** What a message holds, whoever wrote it and wherever. */
export type MessageBody = {
  kind: MessageKind;
  /** The text or the caption, as it was written; of a poll or a die what they show, in words. */
  text: string;
  media: TelegramMedia | null;
  details: MessageDetails;
  /** Telegram's own word for a kind that has no name here, e.g. `poll`. */
  unknown_kind: string | null;
};

/** How to get a file again: only the bot that was given the id can use it. */
export type TelegramMedia = MediaReference & {
  channel: 'telegram';
  bot_id: number;
  file_id: string;
  file_unique_id: string;
};

/** Fields that hold files, and the kind each makes. `animation` comes with a `document` of the same file, so it is first. */
const fileKinds = [
  ['animation', 'video'],
  ['voice', 'voice'],
  ['video_note', 'video_note'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['sticker', 'sticker'],
  ['document', 'document'],
] as const satisfies readonly (readonly [keyof TelegramMessage, MessageKind])[];

/** Fields that a message has beside what it holds. */
const envelope = new Set([
  ...[
    'message_id',
    'message_thread_id',
    'from',
    'sender_chat',
    'sender_boost_count',
    'sender_business_bot',
    'sender_tag',
    'date',
  ],
  ...[
    'business_connection_id',
    'chat',
    'direct_messages_topic',
    'forward_origin',
    'is_topic_message',
    'is_automatic_forward',
  ],
  ...[
    'reply_to_message',
    'external_reply',
    'quote',
    'reply_to_story',
    'reply_to_checklist_task_id',
    'via_bot',
    'edit_date',
  ],
  ...[
    'has_protected_content',
    'is_from_offline',
    'is_paid_post',
    'media_group_id',
    'author_signature',
    'paid_star_count',
  ],
  ...[
    'link_preview_options',
    'suggested_post_info',
    'effect_id',
    'reply_markup',
    'entities',
    'caption',
    'caption_entities',
  ],
  ...['show_caption_above_media', 'has_media_spoiler', 'forward_from', 'forward_date', 'forward_from_chat'],
]);

/**
 * Fields of messages by which Telegram tells that something happened in the chat: nobody wrote them.
 * https://core.telegram.org/bots/api#message
 */
const serviceFields = [
  ...[
    'new_chat_members',
    'left_chat_member',
    'new_chat_title',
    'new_chat_photo',
    'delete_chat_photo',
    'group_chat_created',
  ],
  ...[
    'supergroup_chat_created',
    'channel_chat_created',
    'message_auto_delete_timer_changed',
    'migrate_to_chat_id',
  ],
  ...[
    'migrate_from_chat_id',
    'pinned_message',
    'successful_payment',
    'refunded_payment',
    'users_shared',
    'chat_shared',
  ],
  ...[
    'connected_website',
    'write_access_allowed',
    'passport_data',
    'proximity_alert_triggered',
    'boost_added',
  ],
  ...[
    'chat_background_set',
    'forum_topic_created',
    'forum_topic_edited',
    'forum_topic_closed',
    'forum_topic_reopened',
  ],
  ...['general_forum_topic_hidden', 'general_forum_topic_unhidden', 'giveaway_created', 'giveaway_completed'],
  ...['video_chat_scheduled', 'video_chat_started', 'video_chat_ended', 'video_chat_participants_invited'],
] as const;

/** @returns the field that makes this a service message, or null when a person wrote it. */
export function serviceKindOf(message: TelegramMessage): string | null {
  return serviceFields.find((field) => message[field] !== undefined) ?? null;
}

/** @param bot_id the bot that received the message, and alone can fetch its files. */
export function bodyOf(message: TelegramMessage, bot_id: number): MessageBody {
  const text = message.text ?? message.caption ?? '';
  const found = (kind: MessageKind, more: Partial<MessageBody> = {}): MessageBody => ({
    ...{ kind, text, media: null, details: {}, unknown_kind: null },
    ...more,
  });
  if (message.text !== undefined) return found('text');
  const file = fileIn(message, bot_id);
  if (file) return found(file.kind, { media: file.media });
  const details = detailsOf(message);
  if (details) return found(details.location ? 'location' : 'contact', { details });
  const words = pollInWords(message.poll) ?? diceInWords(message.dice);
  if (words !== null) return found('text', { text: words });
  const unknown_kind = Object.keys(message).find((field) => !envelope.has(field)) ?? 'empty';
  return found('unsupported', { unknown_kind });
}

function fileIn(
  message: TelegramMessage,
  bot_id: number,
): { kind: MessageKind; media: TelegramMedia } | null {
  const photo = message.photo?.toSorted((a, b) => a.width * a.height - b.width * b.height).at(-1);
  if (photo) return { kind: 'image', media: mediaOf({ mime_type: 'image/jpeg', ...photo }, bot_id) };
  for (const [field, kind] of fileKinds) {
    const file = message[field];
    if (!file) continue;
    const media = mediaOf(file, bot_id);
    return { kind, media: field === 'animation' ? { ...media, is_animation: true } : media };
  }
  return null;
}

/** A place or a contact; null for anything else, and for one that makes no sense. */
function detailsOf({ location, venue, contact }: TelegramMessage): MessageDetails | null {
  const named = messageDetails.safeParse({ location: venue && { ...venue.location, ...venue } }).data;
  if (named?.location) return named;
  const point = messageDetails.safeParse({ location }).data;
  if (point?.location) return point;
  const person = messageDetails.safeParse({ contact }).data;
  return person?.contact ? person : null;
}

function mediaOf(file: TelegramFile, bot_id: number): TelegramMedia {
  const { file_id, file_unique_id, file_size, duration, length, ...rest } = file;
  const { width = length, height = length } = file;
  const { file_name, mime_type, performer, title, emoji } = rest;
  const said = { file_name, mime_type, performer, title, emoji };
  return {
    channel: 'telegram',
    bot_id,
    file_id,
    file_unique_id,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(file_size === undefined ? {} : { size: Math.max(0, Math.trunc(file_size)) }),
    ...(duration === undefined ? {} : { duration: Math.max(0, duration) }),
    ...(width && height && width > 0 && height > 0 ? { width, height } : {}),
  };
}
