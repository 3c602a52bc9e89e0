import { Agent } from 'node:https';
import { readFileSync } from 'node:fs';
import {
  initAuthCreds,
  makeWASocket,
  type AuthenticationState,
  type SignalDataSet,
  type SignalKeyStore,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { LocalAddress } from '../../playground/whatsapp/local-whatsapp.js';
import { eventually } from './eventually.js';

const RESTART = 515;

/** A device that is linked to a phone: a plain WhatsApp client that keeps its keys in memory and notes what it hears. */
export class LinkedDevice {
  readonly qrs: string[] = [];
  readonly closes: number[] = [];
  readonly upserts: { message: WAMessage; type: string }[] = [];
  readonly acks: Record<string, string>[] = [];
  /** What became of sent messages, as it was told. */
  readonly statuses = new Map<string, number[]>();
  readonly presences: string[] = [];
  readonly auth: AuthenticationState = { creds: initAuthCreds(), keys: keysInMemory() };
  readonly #address: LocalAddress;
  #socket: WASocket | null = null;
  #open = false;

  constructor(address: LocalAddress) {
    this.#address = address;
  }

  get socket(): WASocket {
    if (!this.#socket) throw new Error('Not connected.');
    return this.#socket;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Connects once; connects again only where WhatsApp asks for it after pairing. */
  connect(): void {
    const socket = makeWASocket({
      waWebSocketUrl: this.#address.socketUrl,
      auth: this.auth,
      logger: silent,
      defaultQueryTimeoutMs: 15_000,
      shouldSyncHistoryMessage: () => false,
      emitOwnEvents: false,
      fetchAgent: new Agent({ ca: readFileSync(this.#address.caFile) }),
    });
    this.#socket = socket;
    socket.ev.on('creds.update', (update) => void Object.assign(this.auth.creds, update));
    socket.ev.on('messages.upsert', ({ messages, type }) => {
      for (const message of messages) this.upserts.push({ message, type });
    });
    socket.ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) {
        const id = key.id ?? '';
        this.statuses.set(id, [...(this.statuses.get(id) ?? []), update.status ?? -1]);
      }
    });
    socket.ev.on('presence.update', ({ presences }) => {
      this.presences.push(...Object.values(presences).map(({ lastKnownPresence }) => lastKnownPresence));
    });
    socket.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) =>
      this.acks.push(attrs),
    );
    socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
      if (qr) this.qrs.push(qr);
      if (connection === 'open') this.#open = true;
      if (connection !== 'close' || this.#socket !== socket) return;
      this.#open = false;
      const code = (lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output
        ?.statusCode;
      this.closes.push(code ?? 0);
      if (code === RESTART) this.connect();
    });
  }

  async shownQr(): Promise<string> {
    return eventually(() => this.qrs.at(-1) ?? false);
  }

  async opened(): Promise<void> {
    await eventually(() => this.#open);
  }

  async closedWith(code: number): Promise<void> {
    await eventually(() => !this.#open && this.closes.at(-1) === code);
  }

  async disconnect(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    await socket?.end(undefined);
  }

  /** The messages with content it heard, oldest first. */
  heard(): WAMessage[] {
    return this.upserts.map(({ message }) => message).filter(({ message }) => message);
  }

  /** Waits for a text. */
  async heardText(text: string): Promise<WAMessage> {
    return eventually(() => this.heard().find((message) => textOf(message) === text) ?? false);
  }
}

/** The text of a message, if it has one. */
export function textOf({ message }: WAMessage): string | null {
  return message?.conversation || message?.extendedTextMessage?.text || null;
}

function keysInMemory(): SignalKeyStore {
  const kept = new Map<string, unknown>();
  const get = (type: string, ids: string[]): Record<string, unknown> =>
    Object.fromEntries(
      ids.map((id) => [id, kept.get(`${type} ${id}`)] as const).filter(([, value]) => value !== undefined),
    );
  const set = (data: SignalDataSet): void => {
    for (const [type, values] of Object.entries(data)) {
      for (const [id, value] of Object.entries(values)) {
        if (value === null) kept.delete(`${type} ${id}`);
        else kept.set(`${type} ${id}`, value);
      }
    }
  };
  return { get, set } as SignalKeyStore;
}

const silent = {
  level: process.env['WA_DEBUG'] ?? 'silent',
  child: () => silent,
  trace: say,
  debug: say,
  info: say,
  warn: say,
  error: say,
};

function say(...args: unknown[]): void {
  if (process.env['WA_DEBUG']) console.error(...args);
}
