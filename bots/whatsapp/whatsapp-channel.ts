import type { proto, WAMessage, WASocket } from '@whiskeysockets/baileys';
import type { AlbumPart, Channel, OutgoingMessage, SendOutcome } from '../../src/integrations/channel.js';
import { isFile } from '../../src/messages/message-kinds.js';
import type { IntegrationId, MessageId } from '../../src/shared/ids.js';
import { FileRefused } from '../media/file-refused.js';
import type { WhatsAppContext } from './context.js';
import { mayWrite } from './first-contact.js';
import { reservedId, whatsAppJid } from './ids.js';
import type { ExternalMessageId, Jid } from './ids.js';
import { captionOf, countParts, partsOf, withChoices } from './message-parts.js';
import type { Parts } from './message-parts.js';
import {
  captionIn,
  detailsContent,
  editAttributes,
  editContent,
  fileContent,
  textContent,
  wholeContent,
  withCaption,
} from './outgoing-content.js';
import type { FileToSend } from './outgoing-content.js';
import { quoted } from './quoted.js';
import { relay } from './relay.js';
import type { Relayed } from './relay.js';
import { failureOf } from './send-errors.js';
import { fingerprintOf, findSent, reserve } from './sent-store.js';
import type { Sent } from './sent-store.js';

/** A file of the message, with the path it is stored under. */
type Stored = FileToSend & { id: MessageId; media_file: string };

/** One message of WhatsApp: under what id it goes, what it is made of, and how. */
type Piece = {
  message_id: MessageId;
  id: ExternalMessageId;
  part: number | null;
  made_of: string;
  make: (socket: WASocket) => proto.IMessage | Promise<proto.IMessage>;
  /** What it answers. */
  above?: WAMessage | null;
  /** How it reads now, where it was handed over in other words before; null when its words are not what has changed. */
  inNewWords?: (sent: proto.IMessage) => proto.IMessage | null;
};

type Chat = { jid: Jid; external_chat_id: string };

/** A linked phone as a channel. Everything goes out under an id reserved before: sent twice, it shows up once. */
export class WhatsAppChannel implements Channel {
  readonly integration_id: IntegrationId;
  readonly repeats_safely = true;
  readonly reports_delivery = true;
  readonly #context: WhatsAppContext;

  constructor(context: WhatsAppContext) {
    this.integration_id = context.integration.id;
    this.#context = context;
  }

  async sendPart(message: OutgoingMessage, part: number): Promise<SendOutcome> {
    const jid = whatsAppJid(message.external_chat_id);
    if (jid === null) return { type: 'refused', reason: 'chat_not_found' };
    const parts = partsOf(message);
    if (part >= countParts(parts)) return { type: 'complete' };
    if (!this.#context.socket()) return { type: 'later', retry_after_ms: null };
    try {
      const permission = await mayWrite(this.#context, message, jid);
      if (permission.type !== 'allowed') return permission;
      const chat = { jid: permission.to, external_chat_id: permission.to };
      return parts.opening === 'files' && part === 0
        ? await this.#sendFiles(message, chat, parts)
        : await this.#sendWords(message, chat, { parts, part });
    } catch (error) {
      return this.#notSent(message, error);
    }
  }

  /** Whatever goes wrong before something is handed over has sent nothing. */
  #notSent({ id }: OutgoingMessage, error: unknown): SendOutcome {
    if (error instanceof FileRefused) return { type: 'refused', reason: error.reason };
    this.#context.tools.logger.warn(
      { message_id: id, err: error },
      'a message could not be made; trying again',
    );
    return {
      type: 'later',
      retry_after_ms: null,
      ...(this.#context.socket() && { otherwise: 'unknown' as const }),
    };
  }

  async #sendWords(
    message: OutgoingMessage,
    chat: Chat,
    { parts, part }: { parts: Parts; part: number },
  ): Promise<SendOutcome> {
    const { details, reply_to_external_id: answered } = message;
    const isDetails = parts.opening === 'details' && part === 0;
    const text = parts.texts[part - (parts.opening ? 1 : 0)] ?? '';
    const piece: Piece = {
      ...{ message_id: message.id, id: reservedId(message.id, part), part },
      made_of: isDetails ? fingerprintOf('details', details) : fingerprintOf('text', text),
      make: () => (isDetails ? detailsContent(details) : textContent(text)),
      above: part === 0 && answered ? await quoted(this.#context, { ...chat, id: answered }) : null,
      ...(!isDetails && { inNewWords: () => textContent(text) }),
    };
    const came = await this.#send(chat, piece);
    if (came.type !== 'accepted') return outcomeOf(came);
    return { type: 'sent', external_message_id: piece.id, sent_at: came.at, parts: countParts(parts) };
  }

  /** The files of a message one after the other; several pictures and films stand together as an album. */
  async #sendFiles(message: OutgoingMessage, chat: Chat, parts: Parts): Promise<SendOutcome> {
    const files = await this.#stored(message);
    const album = await this.#openAlbum(message, chat, files);
    if (album && 'type' in album) return album;
    const answered = message.reply_to_external_id;
    const above = answered ? await quoted(this.#context, { ...chat, id: answered }) : null;
    const sent: { id: ExternalMessageId; media_file: string; at: Date }[] = [];
    for (const [index, file] of files.entries()) {
      const id = reservedId(file.id, 0);
      const came = await this.#send(chat, {
        ...{ message_id: file.id, id, part: 0, above: index === 0 ? above : null },
        made_of: fingerprintOf(file.kind, file.caption, file.media_file),
        inNewWords: (handedOver) =>
          captionIn(handedOver) === file.caption ? null : withCaption(handedOver, file.caption),
        make: async (socket) => ({ ...(await fileContent({ ...this.#context, socket }, file)), ...album }),
      });
      if (came.type !== 'accepted') return outcomeOf(came);
      sent.push({ id, media_file: file.media_file, at: came.at });
    }
    const [first, ...others] = sent;
    if (!first) throw new FileRefused('file_gone');
    return {
      ...{ type: 'sent', external_message_id: first.id, sent_at: first.at, parts: countParts(parts) },
      media_file: first.media_file,
      ...(others.length > 0 && {
        album: others.map(({ id, media_file }) => ({ external_message_id: id, media_file })),
      }),
    };
  }

  /** @throws FileRefused; whatever the network throws */
  async #stored(message: OutgoingMessage): Promise<Stored[]> {
    const { media: store } = this.#context;
    const members: AlbumPart[] = [{ ...message, content: withChoices(message) }, ...message.album];
    return Promise.all(
      members.map(async ({ id, kind, content, media, media_file }) => {
        if (!media || !isFile(kind)) throw new FileRefused('file_gone');
        const stored = await store.stored({ client_id: message.client_id, media, media_file });
        const { caption } = captionOf({ kind, content });
        return { id, kind, media, media_file: stored, path: store.pathOf(stored), caption };
      }),
    );
  }

  /** What holds an album together is a message of its own, which the parts name; files of other kinds stand alone. */
  async #openAlbum(
    { id: message_id }: OutgoingMessage,
    chat: Chat,
    files: readonly Stored[],
  ): Promise<SendOutcome | Pick<proto.IMessage, 'messageContextInfo'> | null> {
    const count = (wanted: string): number => files.filter(({ kind }) => kind === wanted).length;
    const [expectedImageCount, expectedVideoCount] = [count('image'), count('video')];
    if (files.length < 2 || expectedImageCount + expectedVideoCount < files.length) return null;
    const id = reservedId(message_id, 'album');
    const came = await this.#send(chat, {
      ...{ message_id, id, part: null, made_of: fingerprintOf('album', files.length) },
      make: () => ({ albumMessage: { expectedImageCount, expectedVideoCount } }),
    });
    if (came.type !== 'accepted') return outcomeOf(came);
    const { MEDIA_ALBUM: associationType } = this.#context.baileys.proto.MessageAssociation.AssociationType;
    const parentMessageKey = { remoteJid: chat.jid, fromMe: true, id };
    return { messageContextInfo: { messageAssociation: { associationType, parentMessageKey } } };
  }

  /** What WhatsApp has taken already is not sent again; what it may have is sent as it was. */
  async #send({ jid, external_chat_id }: Chat, piece: Piece): Promise<Relayed> {
    const { id, message_id, part, made_of, make, above = null, inNewWords } = piece;
    const known = await findSent(this.#context, id);
    const edited = known && known.made_of !== made_of ? inNewWords?.(known.content) : null;
    if (known && edited) return this.#sendEdited({ jid, external_chat_id }, { ...piece, known, edited });
    if (known?.accepted_at) return { type: 'accepted', at: known.accepted_at };
    const socket = this.#context.socket();
    if (!socket) return { type: 'later', retry_after_ms: null };
    if (known?.made_of === made_of) return relay(this.#context, known.content, { jid, id });
    const content = wholeContent({ ...this.#context, socket }, await make(socket), { jid, id, above });
    await reserve(this.#context, { id, external_chat_id, message_id, part, made_of }, content);
    return relay(this.#context, content, { jid, id });
  }

  /**
   * It was edited before it was known whether it has arrived. Under its id WhatsApp passes over other words: it goes as it
   * was, so that it is there, and its new words follow as what they are.
   */
  async #sendEdited(
    { jid, external_chat_id }: Chat,
    { id, message_id, made_of, known, edited }: Piece & { known: Sent; edited: proto.IMessage },
  ): Promise<Relayed> {
    const before: Relayed = known.accepted_at
      ? { type: 'accepted', at: known.accepted_at }
      : await relay(this.#context, known.content, { jid, id });
    if (before.type !== 'accepted') return before;
    const editId = reservedId(message_id, `${id}/${made_of}`);
    const isDone = (await findSent(this.#context, editId))?.accepted_at;
    if (isDone) return before;
    const timestampMs = this.#context.tools.clock.now().getTime();
    const content = editContent(this.#context, { jid, id, editedMessage: edited, timestampMs });
    const reserved = { id: editId, external_chat_id, message_id, part: null, made_of };
    await reserve(this.#context, reserved, content);
    const came = await relay(this.#context, content, { jid, id: editId, attributes: editAttributes });
    // Too late to be edited, it stays as it was: it has arrived all the same.
    return came.type === 'refused' || came.type === 'accepted' ? before : came;
  }
}

function outcomeOf(came: Exclude<Relayed, { type: 'accepted' }>): SendOutcome {
  return came.type === 'refused' ? { type: 'refused', reason: failureOf(came.code) } : came;
}
