import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import type { SealedAs } from '../media/sealed-file.js';

/** What kind of message somebody got. */
export type HeardKind =
  | 'text'
  | 'image'
  | 'video'
  | 'video_note'
  | 'voice'
  | 'audio'
  | 'document'
  | 'sticker'
  | 'location'
  | 'contact'
  | 'poll'
  | 'other';

/** A sealed file of a message. */
export interface SealedFile {
  path: string;
  url: string;
  key: Uint8Array;
  as: SealedAs;
  mimetype: string | null;
  name: string | null;
}

/** A place that was sent. */
export interface Place {
  latitude: number;
  longitude: number;
  name: string | null;
}

/** A contact card that was sent. */
export interface Card {
  name: string;
  /** Digits; empty when the card names no number on WhatsApp. */
  phone: string;
}

/** A message as a phone shows it. */
export interface ReadMessage {
  kind: HeardKind;
  text: string | null;
  file: SealedFile | null;
  place: Place | null;
  card: Card | null;
  replyTo: string | null;
}

type File = {
  directPath?: string | null;
  url?: string | null;
  mediaKey?: Uint8Array | null;
  mimetype?: string | null;
  fileName?: string | null;
  caption?: string | null;
  contextInfo?: proto.IContextInfo | null;
};

/** What changes or answers an earlier message instead of being one. */
export type Change =
  | { does: 'edit'; id: string; text: string | null }
  | { does: 'delete'; id: string }
  | { does: 'react'; id: string; emoji: string | null };

/** Reads a message that changes an earlier one; null when it is a message of its own. */
export function readChange(message: proto.IMessage | null | undefined): Change | null {
  const content = normalizeMessageContent(message);
  const reaction = content?.reactionMessage;
  if (reaction) return { does: 'react', id: reaction.key?.id ?? '', emoji: reaction.text || null };
  const change = content?.protocolMessage;
  const id = change?.key?.id;
  if (!change || !id) return null;
  if (change.editedMessage) return { does: 'edit', id, text: readMessage(change.editedMessage).text };
  return { does: 'delete', id };
}

/** Reads a message: its kind, its text or caption, its file, what it answers. */
export function readMessage(message: proto.IMessage | null | undefined): ReadMessage {
  const content = normalizeMessageContent(message) ?? {};
  const nothing = { text: null, file: null, place: null, card: null, replyTo: null };
  const [kind, file, as] = fileKinds(content).find(([, candidate]) => candidate) ?? [];
  if (kind && file && as) {
    const about = { text: file.caption ?? null, replyTo: repliedTo(file) };
    return { ...nothing, ...about, kind, file: sealedFile(file, as) };
  }
  const written = content.extendedTextMessage;
  const text = content.conversation || written?.text;
  if (text) return { ...nothing, kind: 'text', text, replyTo: repliedTo(written) };
  const { locationMessage, contactMessage } = content;
  const poll = content.pollCreationMessage ?? content.pollCreationMessageV3;
  if (locationMessage) {
    return {
      ...nothing,
      kind: 'location',
      place: placeOf(locationMessage),
      replyTo: repliedTo(locationMessage),
    };
  }
  if (contactMessage) {
    return { ...nothing, kind: 'contact', card: cardOf(contactMessage), replyTo: repliedTo(contactMessage) };
  }
  if (poll) return { ...nothing, kind: 'poll', text: poll.name ?? null };
  return { ...nothing, kind: 'other' };
}

function placeOf({ degreesLatitude, degreesLongitude, name }: proto.Message.ILocationMessage): Place {
  return { latitude: degreesLatitude ?? 0, longitude: degreesLongitude ?? 0, name: name || null };
}

function cardOf({ displayName, vcard }: proto.Message.IContactMessage): Card {
  return { name: displayName ?? '', phone: /waid=(\d+)/.exec(vcard ?? '')?.[1] ?? '' };
}

function fileKinds(content: proto.IMessage): [HeardKind, File | null | undefined, SealedAs][] {
  const { audioMessage } = content;
  return [
    ['image', content.imageMessage, 'image'],
    ['video', content.videoMessage, 'video'],
    ['video_note', content.ptvMessage, 'ptv'],
    [audioMessage?.ptt ? 'voice' : 'audio', audioMessage, 'audio'],
    ['document', content.documentMessage, 'document'],
    ['sticker', content.stickerMessage, 'sticker'],
  ];
}

function sealedFile(file: File, as: SealedAs): SealedFile | null {
  if (!file.mediaKey) return null;
  return {
    path: file.directPath ?? '',
    url: file.url ?? '',
    key: file.mediaKey,
    as,
    mimetype: file.mimetype ?? null,
    name: file.fileName ?? null,
  };
}

function repliedTo(part: { contextInfo?: proto.IContextInfo | null } | null | undefined): string | null {
  return part?.contextInfo?.stanzaId ?? null;
}
