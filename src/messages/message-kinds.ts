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
});

export type MediaReference = z.infer<typeof mediaReference>;
