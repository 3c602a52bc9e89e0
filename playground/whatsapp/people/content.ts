import type { AnyMessageContent } from '@whiskeysockets/baileys';
import { SAMPLES } from './samples.js';

/** What can be sent besides text. */
export type SendableKind =
  | 'image'
  | 'voice'
  | 'audio'
  | 'video'
  | 'video_note'
  | 'document'
  | 'sticker'
  | 'location'
  | 'contact'
  | 'poll';

/** How it is sent. */
export interface SendOptions {
  /** The id it gets; a new one without it. */
  id?: string | undefined;
  /** The id of a message it answers. */
  replyTo?: string | undefined;
  /** Seconds after which it disappears. */
  disappearsAfter?: number | undefined;
  caption?: string | undefined;
  /** The file; a tiny sample without it. */
  bytes?: Buffer | undefined;
  fileName?: string | undefined;
  mimetype?: string | undefined;
  viewOnce?: boolean | undefined;
  location?: { latitude: number; longitude: number; name?: string | undefined } | undefined;
  contact?: { name: string; phone: string } | undefined;
  poll?: { name: string; values: string[] } | undefined;
}

const MAKERS: Record<SendableKind, (options: SendOptions) => AnyMessageContent> = {
  image: ({ bytes, ...rest }) => ({
    image: bytes ?? SAMPLES.image,
    jpegThumbnail: SAMPLES.image.toString('base64'),
    ...captioned(rest),
    ...once(rest),
  }),
  voice: ({ bytes, ...rest }) => ({
    audio: bytes ?? SAMPLES.voice,
    ptt: true,
    seconds: 1,
    mimetype: 'audio/ogg; codecs=opus',
    ...once(rest),
  }),
  audio: ({ bytes, mimetype }) => ({
    audio: bytes ?? SAMPLES.audio,
    seconds: 1,
    mimetype: mimetype ?? 'audio/mpeg',
  }),
  video: ({ bytes, ...rest }) => ({
    video: bytes ?? SAMPLES.video,
    jpegThumbnail: SAMPLES.image.toString('base64'),
    ...captioned(rest),
    ...once(rest),
  }),
  video_note: ({ bytes }) => ({
    video: bytes ?? SAMPLES.video,
    jpegThumbnail: SAMPLES.image.toString('base64'),
    ptv: true,
  }),
  document: ({ bytes, fileName, mimetype, ...rest }) => ({
    document: bytes ?? SAMPLES.document,
    mimetype: mimetype ?? 'application/pdf',
    fileName: fileName ?? 'sample.pdf',
    ...captioned(rest),
  }),
  sticker: ({ bytes }) => ({ sticker: bytes ?? SAMPLES.sticker, mimetype: 'image/webp' }),
  location: ({ location = { latitude: 43.238949, longitude: 76.889709 } }) => ({
    location: {
      degreesLatitude: location.latitude,
      degreesLongitude: location.longitude,
      ...(location.name === undefined ? {} : { name: location.name }),
    },
  }),
  contact: ({ contact = { name: 'Aigul', phone: '+77019990000' } }) => ({
    contacts: { displayName: contact.name, contacts: [{ displayName: contact.name, vcard: vcard(contact) }] },
  }),
  poll: ({ poll = { name: 'When?', values: ['Today', 'Tomorrow'] } }) => ({
    poll: { ...poll, selectableCount: 1 },
  }),
};

/** Returns the content of a message of that kind. */
export function contentOf(kind: SendableKind, options: SendOptions): AnyMessageContent {
  return MAKERS[kind](options);
}

function captioned({ caption }: SendOptions): { caption?: string } {
  return caption === undefined ? {} : { caption };
}

function once({ viewOnce }: SendOptions): { viewOnce?: boolean } {
  return viewOnce ? { viewOnce } : {};
}

function vcard({ name, phone }: { name: string; phone: string }): string {
  const digits = phone.replaceAll(/\D/g, '');
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${name}`,
    `TEL;type=CELL;waid=${digits}:+${digits}`,
    'END:VCARD',
  ].join('\n');
}
