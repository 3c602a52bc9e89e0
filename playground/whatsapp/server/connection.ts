import { decodeBinaryNode, encodeBinaryNode, type BinaryNode } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import type { Account, Device } from './accounts.js';
import { framed, FrameReader } from './frames.js';
import { NoiseResponder, type FrameCipher, type Greeting, type ServerKeys } from './noise.js';
import { node } from './nodes.js';

/** What a connection tells the server. */
export interface ConnectionListener {
  greeted(connection: Connection, greeting: Greeting): void | Promise<void>;
  received(connection: Connection, stanza: BinaryNode): void | Promise<void>;
  closed(connection: Connection): void;
}

/** Who a connection was let in as. */
export interface LoggedIn {
  account: Account;
  device: Device;
}

/** One client's connection: the handshake, then nodes both ways, one after the other. */
export class Connection {
  /** Whose it is; null while it pairs. */
  who: LoggedIn | null = null;
  /** Whether the client said that it takes messages now. */
  active = false;
  /** Whether the client shows itself as online. */
  online = false;
  greeting: Greeting | null = null;
  readonly #socket: WebSocket;
  readonly #listener: ConnectionListener;
  readonly #reader = new FrameReader();
  readonly #noise: NoiseResponder;
  #ciphers: { incoming: FrameCipher; outgoing: FrameCipher } | null = null;
  #helloDone = false;
  #line: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, keys: ServerKeys, listener: ConnectionListener) {
    this.#socket = socket;
    this.#listener = listener;
    this.#noise = new NoiseResponder(keys);
    socket.on('message', (data: Buffer) => {
      this.#line = this.#line.then(() => this.#take(data)).catch(() => this.drop());
    });
    socket.on('close', () => listener.closed(this));
    socket.on('error', () => this.drop());
  }

  /** Sends a node; a client that is gone misses it. */
  send(stanza: BinaryNode): void {
    if (!this.#ciphers || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(framed(this.#ciphers.outgoing.seal(encodeBinaryNode(stanza))));
  }

  /** Cuts the connection without a word. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Says a last word and closes. */
  end(lastWord: BinaryNode): void {
    this.send(lastWord);
    this.#socket.close();
  }

  /** Ends the stream with one of WhatsApp's codes (515 = connect again, 440 = replaced, 401 = removed …). */
  endWithCode(code: number): void {
    this.end(node('stream:error', { code }, conflictOf(code)));
  }

  async #take(data: Buffer): Promise<void> {
    for (const frame of this.#reader.push(data)) {
      await this.#frame(frame);
    }
  }

  async #frame(frame: Buffer): Promise<void> {
    if (this.#ciphers) {
      const stanza = await decodeBinaryNode(this.#ciphers.incoming.open(frame));
      await this.#listener.received(this, stanza);
    } else if (this.#helloDone) {
      const { greeting, incoming, outgoing } = this.#noise.finish(frame);
      this.#ciphers = { incoming, outgoing };
      this.greeting = greeting;
      await this.#listener.greeted(this, greeting);
    } else {
      this.#helloDone = true;
      this.#socket.send(framed(this.#noise.hello(frame)));
    }
  }
}

function conflictOf(code: number): BinaryNode[] | undefined {
  if (code === 440) return [node('conflict', { type: 'replaced' })];
  if (code === 401) return [node('conflict', { type: 'device_removed' })];
  return undefined;
}
