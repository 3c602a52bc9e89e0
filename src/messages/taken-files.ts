import type { FileKind } from './message-kinds.js';
import type { PlatformId } from '../integrations/credentials.js';

/** Files of these types (of all, where none is named) are taken up to so many bytes. */
export type TakenFiles = { types: readonly string[] | null; largest: number };

/** What somebody wants to send, as they call it themselves. */
export type GivenFile = { type: string; size: number };

const megabyte = 1_000_000;

/** Managers see every file in the topic, and a bot may put up no larger one. https://core.telegram.org/bots/api#senddocument */
export const largestFile = 50 * megabyte;

/** What is larger goes as a file and not as a picture. https://core.telegram.org/bots/api#sendphoto */
const largestPhoto = 10 * megabyte;

const office = 'application/vnd.openxmlformats-officedocument';

/** What each messenger takes; Meta's own list is the short one. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media */
export const takenFiles: Readonly<Record<PlatformId, readonly TakenFiles[]>> = {
  telegram: [{ types: null, largest: largestFile }],
  whatsapp: [{ types: null, largest: largestFile }],
  whatsapp_cloud: [
    { types: ['image/jpeg', 'image/png'], largest: 5 * megabyte },
    {
      types: ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg', 'video/mp4', 'video/3gpp'],
      largest: 16 * megabyte,
    },
    {
      types: [
        ...['text/plain', 'application/pdf', 'application/msword'],
        ...['application/vnd.ms-excel', 'application/vnd.ms-powerpoint'],
        ...['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
          (name) => `${office}.${name}`,
        ),
      ],
      largest: largestFile,
    },
  ],
};

/** Whether a messenger takes such a file. */
export function isTaken(taken: readonly TakenFiles[], { type, size }: GivenFile): boolean {
  return taken.some(({ types, largest }) => (types?.includes(type) ?? true) && size <= largest && size > 0);
}

const kinds: Readonly<Record<string, FileKind>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'video/mp4': 'video',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'audio/ogg': 'voice',
};

/** As what a file goes out: what not every messenger shows goes as a document. */
export function kindOfFile({ type, size }: GivenFile): FileKind {
  const kind = kinds[type] ?? 'document';
  return kind === 'image' && size > largestPhoto ? 'document' : kind;
}
