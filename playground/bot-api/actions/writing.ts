import { z } from 'zod';
import { isAdmin } from '../membership.js';
import type { Chat, FileKind, Media } from '../model.js';
import { plainText } from '../text.js';
import type { World } from '../world.js';
import { action, ActionError, chatOf, messageOf, where } from './action.js';

const file = z.object({
  /** Bytes, or base64 of them. A few bytes stand in when nothing is given. */
  content: z.union([z.instanceof(Uint8Array), z.base64()]).optional(),
  mime_type: z.string().optional(),
  file_name: z.string().optional(),
  duration: z.number().int().optional(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** Bytes the file pretends to have, for Telegram's 20 MB limit. */
  pretend_size: z.number().int().optional(),
});

const FILE_KINDS = [
  'photo',
  'voice',
  'document',
  'audio',
  'video',
  'video_note',
  'sticker',
  'animation',
] as const satisfies FileKind[];

const MIME_TYPES: Record<FileKind, string> = {
  photo: 'image/jpeg',
  voice: 'audio/ogg',
  document: 'application/octet-stream',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  video_note: 'video/mp4',
  sticker: 'image/webp',
  animation: 'video/mp4',
};

const sends = z.strictObject({
  ...where,
  /** The text, or the caption of a file. */
  text: z.string().optional(),
  photo: file.optional(),
  voice: file.optional(),
  document: file.optional(),
  audio: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  sticker: file.optional(),
  animation: file.optional(),
  /** With a title and an address it is a venue. */
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      title: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  contact: z
    .object({ phone_number: z.string(), first_name: z.string(), last_name: z.string().optional() })
    .optional(),
  /** Fields of kinds that have no model here, put into the message as they are, e.g. `{ dice: … }`. */
  raw: z.record(z.string(), z.unknown()).optional(),
  thread: z.number().int().optional(),
  replyTo: z.number().int().optional(),
  quote: z.string().optional(),
  albumId: z.string().optional(),
});

export interface SentMessage {
  chat: string;
  chat_id: number;
  message_id: number;
}

export const personSends = action(sends, (world, args): SentMessage => {
  const chat = chatOf(world, args.person, args.chat);
  const membership = chat.members[args.person];
  refuseBadPlace(world, chat, args, isAdmin(membership));
  const { text, entities } = plainText(args.text ?? '');
  const media = mediaOf(world, args);
  if (text === '' && !media && !args.raw)
    throw new ActionError('Nothing to send: give a text, a file or another kind.');
  const replied = args.replyTo === undefined ? undefined : world.state.message(chat.key, args.replyTo);
  const thread_id = chat.is_forum ? (args.thread ?? replied?.thread_id) : undefined;
  const message = world.post(chat, {
    from_id: args.person,
    ...(membership?.is_anonymous && { anonymous: true }),
    ...(thread_id !== undefined && { thread_id }),
    ...(args.replyTo !== undefined && { reply_to: args.replyTo }),
    ...(args.quote !== undefined && { quote: args.quote }),
    ...(args.albumId !== undefined && { album_id: args.albumId }),
    ...(text !== '' && { text, entities }),
    ...(media && { media }),
    ...(args.raw && { service: args.raw }),
  });
  return { chat: chat.key, chat_id: chat.id, message_id: message.message_id };
});

export const personEdits = action(
  z.object({
    ...where,
    messageId: z.number().int(),
    /** The new text or caption; left out, it stays. */
    text: z.string().min(1).optional(),
    /** Another file in the place of the one that was there. */
    photo: file.optional(),
    document: file.optional(),
    video: file.optional(),
  }),
  (world, args): SentMessage => {
    const { chat, message } = messageOf(world, args);
    if (message.from_id !== args.person)
      throw new ActionError(`Message ${args.messageId} is not of person ${args.person}.`);
    if (args.text !== undefined) Object.assign(message, plainText(args.text));
    const media = mediaOf(world, args);
    if (media) message.media = media;
    world.edited(chat, message, true);
    return { chat: chat.key, chat_id: chat.id, message_id: message.message_id };
  },
);

/** Bots are not told, as in Telegram. */
export const personDeletes = action(
  z.object({ ...where, messageId: z.number().int() }),
  (world, args): { deleted: number } => {
    const { chat, message } = messageOf(world, args);
    const allowed =
      message.from_id === args.person || chat.type === 'private' || isAdmin(chat.members[args.person]);
    if (!allowed) throw new ActionError(`Person ${args.person} may not delete message ${args.messageId}.`);
    world.remove(message);
    return { deleted: args.messageId };
  },
);

function refuseBadPlace(world: World, chat: Chat, args: z.output<typeof sends>, admin: boolean): void {
  if (args.replyTo !== undefined && !world.state.message(chat.key, args.replyTo)) {
    throw new ActionError(`Chat ${args.chat} has no message ${args.replyTo} to reply to.`);
  }
  if (args.thread === undefined) return;
  const topic = world.state.topic(chat.key, args.thread);
  if (!topic || topic.deleted) throw new ActionError(`Chat ${args.chat} has no topic ${args.thread}.`);
  if (topic.closed && !admin)
    throw new ActionError(`Topic ${args.thread} is closed: only administrators may write there.`);
}

function mediaOf(world: World, args: Partial<z.output<typeof sends>>): Media | undefined {
  if (args.location) {
    const { title, address, ...point } = args.location;
    return {
      ...{ kind: 'location', ...point },
      ...(title !== undefined && { title }),
      ...(address !== undefined && { address }),
    };
  }
  if (args.contact) {
    const { last_name, ...contact } = args.contact;
    return { kind: 'contact', ...contact, ...(last_name !== undefined && { last_name }) };
  }
  const kind = FILE_KINDS.find((candidate) => args[candidate] !== undefined);
  const given = kind && args[kind];
  if (!given) return undefined;
  const content = typeof given.content === 'string' ? Buffer.from(given.content, 'base64') : given.content;
  const saved = world.files.save({
    ...given,
    kind,
    content: Buffer.from(content ?? `a ${kind}`),
    mime_type: given.mime_type ?? MIME_TYPES[kind],
  });
  return { kind, file: saved.id };
}
