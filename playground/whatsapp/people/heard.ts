import { proto, type WAMessage, type WASocket } from '@whiskeysockets/baileys';
import type { MediaHost } from '../media/media-host.js';
import { openFile } from '../media/sealed-file.js';
import {
  readChange,
  readMessage,
  type Card,
  type HeardKind,
  type Place,
  type ReadMessage,
} from './read-message.js';

/** A message on somebody's phone. */
export interface HeardMessage {
  id: string;
  /** The conversation's address. */
  chat: string;
  /** Whether another device of the same person wrote it. */
  fromMe: boolean;
  kind: HeardKind;
  text: string | null;
  /** The file, opened; null without one or when it can't be had. */
  bytes: Buffer | null;
  mimetype: string | null;
  fileName: string | null;
  place: Place | null;
  card: Card | null;
  replyTo: string | null;
  edited: boolean;
  deleted: boolean;
  /** The newest reaction to it. */
  reaction: string | null;
  /** Whether it waited until the phone was back. */
  offline: boolean;
  /** How often it came; more than once is a fault of the sender's. */
  times: number;
  raw: proto.IMessage | null;
}

/** What became of a message that was sent. */
export type Outcome = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

const OUTCOMES: Partial<Record<number, Outcome>> = {
  [proto.WebMessageInfo.Status.ERROR]: 'failed',
  [proto.WebMessageInfo.Status.DELIVERY_ACK]: 'delivered',
  [proto.WebMessageInfo.Status.READ]: 'read',
  [proto.WebMessageInfo.Status.PLAYED]: 'played',
};
const RANK: Outcome[] = ['sent', 'delivered', 'read', 'played', 'failed'];

/** Everything that came to one phone, in the order it came. */
export class Heard {
  readonly #media: MediaHost;
  readonly #messages = new Map<string, HeardMessage>();
  readonly #reactions = new Map<string, string | null>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #typing = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  constructor(media: MediaHost) {
    this.#media = media;
  }

  messages(): HeardMessage[] {
    return [...this.#messages.values()];
  }

  message(id: string): HeardMessage | undefined {
    return this.#messages.get(id);
  }

  /** What became of a message this phone sent; undefined before the server took it. */
  outcomeOf(id: string): Outcome | undefined {
    return this.#outcomes.get(id);
  }

  /** The newest reaction to a message, whoever wrote that. */
  reactionTo(id: string): string | null {
    return this.#reactions.get(id) ?? null;
  }

  /** `composing`, `recording`, `available`, `unavailable`: what the other side of a conversation is doing. */
  presenceIn(chat: string): string | null {
    return this.#typing.get(chat) ?? null;
  }

  /** Calls the listener at every change; returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Listens to one connection of the phone. */
  listen(socket: WASocket): void {
    socket.ev.on('messages.upsert', ({ messages, type }) => {
      for (const message of messages) this.#take(message, type === 'append');
      this.#changed();
    });
    socket.ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) {
        const outcome = OUTCOMES[update.status ?? -1];
        if (key.fromMe && key.id && outcome) this.#note(key.id, outcome);
      }
    });
    socket.ev.on('presence.update', ({ id, presences }) => {
      for (const { lastKnownPresence } of Object.values(presences)) this.#typing.set(id, lastKnownPresence);
      this.#changed();
    });
    socket.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => {
      if (attrs['id'] && !attrs['error']) this.#note(attrs['id'], 'sent');
    });
  }

  #take({ key, message }: WAMessage, offline: boolean): void {
    const id = key.id ?? '';
    const change = readChange(message);
    const changed = change && this.#messages.get(change.id);
    if (change?.does === 'react') this.#reactions.set(change.id, change.emoji);
    if (changed && change.does === 'edit') Object.assign(changed, { edited: true, text: change.text });
    if (changed && change.does === 'delete') changed.deleted = true;
    if (changed && change.does === 'react') changed.reaction = change.emoji;
    if (change || !message) return;
    const known = this.#messages.get(id);
    if (known) {
      known.times += 1;
      return;
    }
    // Who has sent it writes it no more.
    this.#typing.delete(key.remoteJid ?? '');
    const read = readMessage(message);
    this.#messages.set(id, {
      id,
      chat: key.remoteJid ?? '',
      fromMe: key.fromMe === true,
      kind: read.kind,
      text: read.text,
      bytes: this.#open(read),
      mimetype: read.file?.mimetype ?? null,
      fileName: read.file?.name ?? null,
      place: read.place,
      card: read.card,
      replyTo: read.replyTo,
      edited: false,
      deleted: false,
      reaction: null,
      offline,
      times: 1,
      raw: message,
    });
  }

  #open({ file }: ReadMessage): Buffer | null {
    const sealed = file && this.#media.file(file.path);
    if (!sealed) return null;
    try {
      return openFile(sealed, file.key, file.as);
    } catch {
      return null;
    }
  }

  /** Receipts come in any order: what is known never becomes less. */
  #note(id: string, outcome: Outcome): void {
    const known = this.#outcomes.get(id);
    if (known !== undefined && RANK.indexOf(known) >= RANK.indexOf(outcome)) return;
    this.#outcomes.set(id, outcome);
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
