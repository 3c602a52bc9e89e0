import { z } from 'zod';

/** Everything a message can be. What a channel doesn't know becomes `unsupported`, never nothing. */
export const messageKinds = [
  'text',
  'image',
  'voice',
  'audio',
  'video',
  'video_note',
  'document',
  'sticker',
  'location',
  'contact',
  'reaction',
  'button',
  'unsupported',
] as const;

export type MessageKind = (typeof messageKinds)[number];

/** Kinds that are a file, and go to the other side as what they are. */
export const fileKinds = ['image', 'voice', 'audio', 'video', 'video_note', 'document', 'sticker'] as const;

export type FileKind = (typeof fileKinds)[number];

/** Whether a message of this kind is a file, with or without words under it. */
export function isFile(kind: MessageKind): kind is FileKind {
  return fileKinds.some((known) => known === kind);
}

/** How to fetch a file again, as the channel that received it wrote it; only `channel` is read elsewhere. */
export const mediaReference = z.looseObject({
  channel: z.string(),
  /** Shown to people and given to the other side. */
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  /** Bytes, where the messenger says. */
  size: z.number().int().nonnegative().optional(),
  /** Seconds, of a voice note or a video. */
  duration: z.number().nonnegative().optional(),
  /** Pixels, of what moves or is drawn. */
  width: z.number().positive().optional(),
  height: z.number().positive().optional(),
  /** Who plays a piece of music, and what it is called. */
  performer: z.string().optional(),
  title: z.string().optional(),
  /** A silent film that plays over and over (a GIF): of kind `video`, sent on as what it is. */
  is_animation: z.boolean().optional(),
  /** The emoji a sticker stands for. */
  emoji: z.string().optional(),
});

export type MediaReference = z.infer<typeof mediaReference>;
