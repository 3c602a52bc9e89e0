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

/** A message as a phone shows it. */
export interface ReadMessage {
  kind: HeardKind;
  text: string | null;
  file: SealedFile | null;
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
  const files = fileKinds(content).find(([, file]) => file);
  if (files) {
    const [kind, file, as] = files;
    return { kind, text: file?.caption ?? null, file: sealedFile(file, as), replyTo: repliedTo(file) };
  }
  const written = content.extendedTextMessage;
  const text = content.conversation || written?.text;
  if (text) return { kind: 'text', text, file: null, replyTo: repliedTo(written) };
  const poll = content.pollCreationMessage ?? content.pollCreationMessageV3;
  const bare = (kind: HeardKind, said: string | null | undefined): ReadMessage => ({
    kind,
    text: said ?? null,
    file: null,
    replyTo: null,
  });
  if (content.locationMessage) return bare('location', content.locationMessage.name);
  if (content.contactMessage) return bare('contact', content.contactMessage.displayName);
  if (poll) return bare('poll', poll.name);
  return bare('other', null);
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

function sealedFile(file: File | null | undefined, as: SealedAs): SealedFile | null {
  if (!file?.mediaKey) return null;
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
