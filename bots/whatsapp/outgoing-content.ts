import { randomBytes } from 'node:crypto';
import { Agent } from 'node:https';
import type {
  AnyMediaMessageContent,
  proto,
  WAMediaUploadFunction,
  WAMessage,
  WASocket,
} from '@whiskeysockets/baileys';
import type { MessageDetails } from '../../src/messages/message-details.js';
import type { FileKind, MediaReference } from '../../src/messages/message-kinds.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import type { BaileysLibrary, WhatsAppContext } from './context.js';
import type { Jid } from './ids.js';
import { vcardOf } from './vcard.js';

/** A file on this machine, and what is said of it. */
export type FileToSend = { kind: FileKind; media: MediaReference; path: string; caption: string };

/** What is edited, and how it reads from then on. */
export type EditToSend = { jid: Jid; id: string; editedMessage: proto.IMessage; timestampMs: number };

const uploadMs = msOfSeconds(120);

/** A message of text. Links need no preview: nothing is fetched for it. */
export function textContent(text: string): proto.IMessage {
  return { extendedTextMessage: { text } };
}

/**
 * A place or a contact as what it is.
 *
 * @throws TypeError for details that hold neither
 */
export function detailsContent({ location, contact }: MessageDetails): proto.IMessage {
  if (location) {
    const { latitude, longitude, title, address } = location;
    const place = { degreesLatitude: latitude, degreesLongitude: longitude };
    return { locationMessage: { ...place, ...(title && { name: title }), ...(address && { address }) } };
  }
  if (!contact) throw new TypeError('neither a place nor a contact');
  const displayName = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
  return { contactMessage: { displayName: displayName || contact.phone_number, vcard: vcardOf(contact) } };
}

/**
 * A file as what it is, sealed and put up from disk without being read into memory.
 *
 * @throws whatever the network throws; nothing has been sent then
 */
export async function fileContent(
  { baileys, socket, local_files }: Pick<WhatsAppContext, 'baileys' | 'local_files'> & { socket: WASocket },
  file: FileToSend,
): Promise<proto.IMessage> {
  const upload = local_files?.ca ? uploadTo(baileys, socket, local_files.ca) : socket.waUploadToServer;
  return baileys.prepareWAMessageMedia(asMedia(file), { upload, mediaUploadTimeoutMs: uploadMs });
}

/** A local WhatsApp shows a certificate of its own. */
function uploadTo(baileys: BaileysLibrary, socket: WASocket, ca: string): WAMediaUploadFunction {
  const { DEFAULT_CONNECTION_CONFIG: usual } = baileys;
  return baileys.getWAUploadToServer({ ...usual, fetchAgent: new Agent({ ca }) }, socket.refreshMediaConn);
}

/** Makes of what it holds the message that is sent, with what it answers above it. */
export function wholeContent(
  { baileys, socket }: { baileys: BaileysLibrary; socket: WASocket },
  content: proto.IMessage,
  { jid, id, above }: { jid: Jid; id: string; above: WAMessage | null },
): proto.IMessage {
  const { message } = baileys.generateWAMessageFromContent(jid, content, {
    userJid: socket.user?.id ?? '',
    messageId: id,
    ...(above && { quoted: above }),
  });
  // WhatsApp's own clients put one into each message; edits and answers may be sealed by it.
  const messageContextInfo = { ...message?.messageContextInfo, messageSecret: randomBytes(32) };
  return { ...message, messageContextInfo };
}

/** How WhatsApp is told that something is an edit. */
export const editAttributes = { edit: '1' };

/** New words for something that was sent under an id. */
export function editContent(
  { baileys }: Pick<WhatsAppContext, 'baileys'>,
  { jid, id, editedMessage, timestampMs }: EditToSend,
): proto.IMessage {
  const { MESSAGE_EDIT: type } = baileys.proto.Message.ProtocolMessage.Type;
  const key = { remoteJid: jid, fromMe: true, id };
  return { protocolMessage: { key, type, editedMessage, timestampMs } };
}

/** The words under a file. */
export function captionIn({ imageMessage, videoMessage, documentMessage }: proto.IMessage): string {
  return (imageMessage ?? videoMessage ?? documentMessage)?.caption ?? '';
}

/** The file as it was sent, with other words under it; null for a file that takes none. */
export function withCaption(sent: proto.IMessage, caption: string): proto.IMessage | null {
  const { imageMessage, videoMessage, documentMessage } = sent;
  if (imageMessage) return { imageMessage: { ...imageMessage, caption } };
  if (videoMessage) return { videoMessage: { ...videoMessage, caption } };
  return documentMessage ? { documentMessage: { ...documentMessage, caption } } : null;
}

/** Its pictures are not looked at and its sound is not listened to here: that would be done to a stranger's file. */
function asMedia({ kind, media, path, caption }: FileToSend): AnyMediaMessageContent {
  const url = { url: path };
  const seconds = Math.round(media.duration ?? 0);
  const frame = media.width && media.height ? { width: media.width, height: media.height } : {};
  const type = media.mime_type ? { mimetype: media.mime_type } : {};
  const words = caption === '' ? {} : { caption };
  const unseen = { jpegThumbnail: '' };
  const unheard = { seconds, waveform: new Uint8Array() };
  switch (kind) {
    case 'image':
      return { image: url, ...type, ...words, ...frame, ...unseen };
    case 'voice':
      return { audio: url, ptt: true, mimetype: media.mime_type ?? 'audio/ogg; codecs=opus', ...unheard };
    case 'audio':
      return { audio: url, mimetype: media.mime_type ?? 'audio/mpeg', ...unheard };
    case 'video':
      return {
        ...{ video: url, ...type, ...words, ...frame, ...unseen, ...(seconds > 0 && { seconds }) },
        ...(media.is_animation && { gifPlayback: true }),
      };
    case 'video_note':
      return { video: url, ptv: true, ...type, ...frame, ...unseen, ...(seconds > 0 && { seconds }) };
    case 'sticker':
      // Other messengers' moving stickers are films or drawings that WhatsApp can't show as stickers.
      return media.mime_type && media.mime_type !== 'image/webp'
        ? asDocument({ kind, media, path, caption })
        : { sticker: url, ...frame };
    case 'document':
      return asDocument({ kind, media, path, caption });
  }
}

function asDocument({ media, path, caption }: FileToSend): AnyMediaMessageContent {
  return {
    document: { url: path },
    mimetype: media.mime_type ?? 'application/octet-stream',
    ...(media.file_name && { fileName: media.file_name }),
    ...(caption && { caption }),
  };
}
