import type { proto } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { messageDetails } from '../../src/messages/message-details.js';
import type { MessageDetails } from '../../src/messages/message-details.js';
import { mediaReference } from '../../src/messages/message-kinds.js';
import type { MessageKind } from '../../src/messages/message-kinds.js';
import { inWords } from './kinds-in-words.js';
import { contactIn } from './vcard.js';

type Content = proto.IMessage;

/** What WhatsApp derives the keys of a file by. */
export const mediaTypes = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type MediaType = (typeof mediaTypes)[number];

const base64 = z.string().regex(/^[A-Za-z0-9+/]+=*$/);

/**
 * How to get a file again: where it lies sealed, and what opens it. Never to be logged: who has the key and the address
 * has the file.
 */
export const whatsAppMedia = z.looseObject({
  ...mediaReference.shape,
  channel: z.literal('whatsapp'),
  media_type: z.enum(mediaTypes),
  media_key: base64,
  url: z.string().nullable(),
  direct_path: z.string().nullable(),
  /** Of the file, and of what lies sealed. */
  file_sha256: base64.nullable(),
  file_enc_sha256: base64.nullable(),
  /** The message it came with: who sent it is asked for it again once it is gone. */
  message: z.object({ chat: z.string(), id: z.string(), from_me: z.boolean() }),
});
export type WhatsAppMedia = z.infer<typeof whatsAppMedia>;

/** What a message holds, whoever wrote it. */
export type MessageBody = {
  kind: MessageKind;
  /** The text or the caption; of a poll, a list and the like what they show, in words. */
  text: string;
  media: WhatsAppMedia | null;
  details: MessageDetails;
  /** WhatsApp's own word for a kind that has no name here, e.g. `payment`. */
  unknown_kind: string | null;
};

type FileContent = proto.Message.IImageMessage &
  Partial<
    Omit<
      proto.Message.IVideoMessage & proto.Message.IDocumentMessage & proto.Message.IAudioMessage,
      'contextInfo'
    >
  >;

/** Fields that hold files, the kind each makes, and by what its keys are derived. */
const files = [
  ['imageMessage', 'image', 'image'],
  ['ptvMessage', 'video_note', 'video'],
  ['videoMessage', 'video', 'video'],
  ['audioMessage', 'audio', 'audio'],
  ['documentMessage', 'document', 'document'],
  ['stickerMessage', 'sticker', 'sticker'],
] as const satisfies readonly (readonly [keyof Content, MessageKind, MediaType])[];

/** Fields that stand beside what a message holds. */
const beside: readonly string[] = [
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
];

/**
 * @param content without what is around it
 * @param message the message it is of
 */
export function bodyOf(content: Content, message: WhatsAppMedia['message']): MessageBody {
  const found = (kind: MessageKind, more: Partial<MessageBody> = {}): MessageBody => ({
    ...{ kind, text: '', media: null, details: {}, unknown_kind: null },
    ...more,
  });
  const text = content.conversation ?? content.extendedTextMessage?.text;
  if (text) return found('text', { text });
  const file = fileIn(content, message);
  if (file) return found(file.kind, file);
  const place = placeIn(content);
  if (place) return found('location', place);
  const people = peopleIn(content);
  if (people) return found('contact', people);
  const words = inWords(content);
  if (words !== null && words.trim() !== '') return found('text', { text: words });
  return found('unsupported', { unknown_kind: unknownKindOf(content) });
}

/** WhatsApp's name of a kind, without the word "message": `payment`, `poll_update`; `empty` when there is nothing. */
export function unknownKindOf(content: Content): string {
  const name = Object.keys(content).find(
    (field) => !beside.includes(field) && content[field as keyof Content] !== null,
  );
  if (name === undefined) return 'empty';
  const bare = name.replace(/Mess+age(V\d+)?$/, '') || name;
  return bare.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function fileIn(
  content: Content,
  message: WhatsAppMedia['message'],
): Pick<MessageBody, 'kind' | 'text' | 'media'> | null {
  for (const [field, kind, media_type] of files) {
    const file: FileContent | null | undefined = content[field];
    if (!file) continue;
    const media = mediaOf(file, media_type, message);
    return {
      kind: kind === 'audio' && file.ptt ? 'voice' : kind,
      text: file.caption ?? '',
      media: media && file.gifPlayback ? { ...media, is_animation: true } : media,
    };
  }
  return null;
}

/** @returns null for a file that can't be opened: its key is not there */
function mediaOf(
  file: FileContent,
  media_type: MediaType,
  message: WhatsAppMedia['message'],
): WhatsAppMedia | null {
  const { mimetype, fileName, title, fileLength, seconds, width, height } = file;
  const size = Number(fileLength ?? 0);
  const said = {
    channel: 'whatsapp',
    media_type,
    media_key: inBase64(file.mediaKey),
    url: file.url ?? null,
    direct_path: file.directPath ?? null,
    file_sha256: inBase64(file.fileSha256),
    file_enc_sha256: inBase64(file.fileEncSha256),
    message,
    ...(mimetype && { mime_type: mimetype }),
    ...((fileName || title) && { file_name: fileName || title || '' }),
    ...(Number.isSafeInteger(size) && size > 0 && { size }),
    ...(seconds && seconds > 0 && { duration: seconds }),
    ...(width && height && width > 0 && height > 0 && { width, height }),
  };
  return whatsAppMedia.safeParse(said).data ?? null;
}

/** A place, also one that moves: where it was when it was sent. */
function placeIn({
  locationMessage: place,
  liveLocationMessage: live,
}: Content): Pick<MessageBody, 'text' | 'details'> | null {
  const point = place ?? live;
  if (!point) return null;
  const { data } = messageDetails.safeParse({
    location: {
      latitude: point.degreesLatitude,
      longitude: point.degreesLongitude,
      ...(place?.name && { title: place.name }),
      ...(place?.address && { address: place.address }),
    },
  });
  return data?.location ? { text: place?.comment ?? live?.caption ?? '', details: data } : null;
}

/** Somebody's number. Of several cards the first is kept as a contact, and all are told in words. */
function peopleIn({
  contactMessage: one,
  contactsArrayMessage: several,
}: Content): Pick<MessageBody, 'text' | 'details'> | null {
  const cards = one ? [one] : (several?.contacts ?? []);
  const people = cards.flatMap(({ vcard, displayName }) => {
    const contact = contactIn(vcard ?? '', displayName ?? '');
    return contact ? [contact] : [];
  });
  const [first] = people;
  if (!first) return null;
  const named = people.map(({ first_name, last_name, phone_number }) =>
    [first_name, last_name, phone_number].filter(Boolean).join(' '),
  );
  return { text: people.length > 1 ? named.join('\n') : '', details: { contact: first } };
}

function inBase64(bytes: Uint8Array | null | undefined): string | null {
  return bytes && bytes.length > 0 ? Buffer.from(bytes).toString('base64') : null;
}
