import { Agent, get as fetchSecurely } from 'node:https';
import { readFileSync } from 'node:fs';
import {
  initAuthCreds,
  makeWASocket,
  type AuthenticationState,
  type proto,
  type SignalDataSet,
  type SignalKeyStore,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';
import {
  createLocalWhatsApp,
  type LocalAddress,
  type LocalWhatsApp,
} from '../../playground/whatsapp/local-whatsapp.js';
import { readMessage } from '../../playground/whatsapp/people/read-message.js';
import { openFile } from '../../playground/whatsapp/media/sealed-file.js';
import type { OwnerPhone } from '../../playground/whatsapp/people/owner-phone.js';
import { eventually } from './eventually.js';
import { letGoOfLongTimers } from './let-go-of-timers.js';

const RESTART = 515;

letGoOfLongTimers();

/** A device that is linked to a phone: a plain WhatsApp client that keeps its keys in memory and notes what it hears. */
export class LinkedDevice {
  readonly qrs: string[] = [];
  readonly closes: number[] = [];
  readonly upserts: { message: WAMessage; type: string }[] = [];
  readonly acks: Record<string, string>[] = [];
  /** What became of sent messages, as it was told. */
  readonly statuses = new Map<string, number[]>();
  readonly presences: string[] = [];
  /** What it wrote, by id: to seal it anew for whoever could not read it. */
  readonly written = new Map<string, proto.IMessage>();
  readonly auth: AuthenticationState;
  readonly #address: LocalAddress;
  readonly #kept = new Map<string, unknown>();
  #socket: WASocket | null = null;
  #open = false;

  /** @param auth the keys of a device that is linked already; those of a new one without it */
  constructor(address: LocalAddress, auth?: AuthenticationState) {
    this.#address = address;
    this.auth = auth ?? { creds: initAuthCreds(), keys: keysIn(this.#kept) };
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
      getMessage: async ({ id }) => this.written.get(id ?? ''),
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

  /** Loses what it agreed on with everybody, as after a crash at a bad moment. */
  losesSessions(): void {
    const lost = [...this.#kept.keys()].filter((name) => name.startsWith('session '));
    for (const name of lost) this.#kept.delete(name);
  }

  /** The messages with content it heard, oldest first. */
  heard(): WAMessage[] {
    return this.upserts.map(({ message }) => message).filter(({ message }) => message);
  }

  /** Waits for a message by its id. */
  async heardId(id: string): Promise<WAMessage> {
    return eventually(() => this.heard().find(({ key }) => key.id === id) ?? false);
  }

  /** Fetches from the media host, trusting its certificate alone. */
  async fetch(url: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Buffer }> {
    const ca = readFileSync(this.#address.caFile);
    return new Promise((resolve, reject) => {
      fetchSecurely(url, { ca, headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }));
      }).on('error', reject);
    });
  }

  /** The file of a message, opened. */
  async download({ message }: WAMessage): Promise<Buffer> {
    const { file } = readMessage(message);
    if (!file) throw new Error('This message has no file.');
    return openFile((await this.fetch(file.url)).body, file.key, file.as);
  }

  /** Waits for a text. */
  async heardText(text: string): Promise<WAMessage> {
    return eventually(() => this.heard().find((message) => textOf(message) === text) ?? false);
  }
}

/** A phone with a number, and a device linked to it. */
export interface LinkedShop {
  whatsapp: LocalWhatsApp;
  phone: OwnerPhone;
  device: LinkedDevice;
  close(): Promise<void>;
}

/** Opens a local WhatsApp with a phone and a device that is linked to it by QR. */
export async function openLinkedShop(stateFile?: string): Promise<LinkedShop> {
  const whatsapp = await createLocalWhatsApp({ stateFile });
  const device = new LinkedDevice(await whatsapp.listen());
  const phone = await whatsapp.createPhone({ name: 'Shop' });
  device.connect();
  phone.scan(await device.shownQr());
  await device.opened();
  const close = async (): Promise<void> => {
    await device.disconnect();
    await whatsapp.close();
  };
  return { whatsapp, phone, device, close };
}

/** The text of a message, if it has one. */
export function textOf({ message }: WAMessage): string | null {
  return message?.conversation || message?.extendedTextMessage?.text || null;
}

function keysIn(kept: Map<string, unknown>): SignalKeyStore {
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
