import { Agent } from 'node:https';
import {
  Browsers,
  DEFAULT_CONNECTION_CONFIG,
  makeWASocket,
  type PossiblyExtendedCacheStore,
  type proto,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { PhoneKeys } from './auth.js';

const RECONNECT_AFTER_MS = 50;
const ANSWER_WITHIN_MS = 15_000;

/** Where a phone connects to. */
export interface Reach {
  socketUrl: string;
  /** The certificate of the media host. */
  certificate: string;
}

/** A phone's connection: a real WhatsApp client that connects again until it is told not to. */
export class PhoneSocket {
  readonly #reach: Reach;
  readonly #keys: PhoneKeys;
  readonly #listen: (socket: WASocket) => void;
  readonly #devices = new DeviceCache();
  readonly #sent = new Map<string, proto.IMessage>();
  #socket: WASocket | null = null;
  #wanted = false;
  #again: NodeJS.Timeout | null = null;
  #opened: { promise: Promise<WASocket>; resolve: (socket: WASocket) => void } = later();

  constructor(reach: Reach, keys: PhoneKeys, listen: (socket: WASocket) => void) {
    this.#reach = reach;
    this.#keys = keys;
    this.#listen = listen;
  }

  /** Resolves with the open connection; waits while there is none. */
  async open(): Promise<WASocket> {
    return this.#opened.promise;
  }

  /** Connects and stays connected. Resolves when the connection is open. */
  async connect(): Promise<void> {
    this.#wanted = true;
    if (!this.#socket) this.#begin();
    await this.#opened.promise;
  }

  /** Disconnects, and stays so. */
  async disconnect(): Promise<void> {
    this.#wanted = false;
    if (this.#again) clearTimeout(this.#again);
    const socket = this.#socket;
    this.#socket = null;
    this.#opened = later();
    await socket?.end(undefined);
  }

  /** Keeps what was sent, to seal it anew for a device that could not read it. */
  remember(id: string, message: proto.IMessage): void {
    this.#sent.set(id, message);
  }

  sentAs(id: string): proto.IMessage | undefined {
    return this.#sent.get(id);
  }

  /** Somebody's devices are others now. */
  forgetDevices(): void {
    this.#devices.flushAll();
  }

  #begin(): void {
    const socket = makeWASocket({
      waWebSocketUrl: this.#reach.socketUrl,
      auth: this.#keys.state,
      makeSignalRepository: ({ creds }, logger, findLids) =>
        DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
          { creds, keys: this.#keys.inLine() },
          logger,
          findLids,
        ),
      browser: Browsers.macOS('Chrome'),
      logger: SILENT,
      defaultQueryTimeoutMs: ANSWER_WITHIN_MS,
      emitOwnEvents: false,
      markOnlineOnConnect: true,
      syncFullHistory: false,
      shouldSyncHistoryMessage: () => false,
      userDevicesCache: this.#devices,
      fetchAgent: new Agent({ ca: this.#reach.certificate }),
      getMessage: async ({ id }) => this.#sent.get(id ?? ''),
    });
    this.#socket = socket;
    this.#listen(socket);
    socket.ev.on('creds.update', () => this.#keys.keepCreds());
    socket.ev.on('connection.update', ({ connection }) => {
      if (this.#socket !== socket) return;
      if (connection === 'open') this.#opened.resolve(socket);
      if (connection === 'close') this.#closed();
    });
  }

  #closed(): void {
    this.#socket = null;
    this.#opened = later();
    if (!this.#wanted) return;
    this.#again = setTimeout(() => {
      if (this.#wanted && !this.#socket) this.#begin();
    }, RECONNECT_AFTER_MS);
  }
}

/** Whose devices are known; forgotten when somebody links or unlinks one. */
class DeviceCache implements PossiblyExtendedCacheStore {
  readonly #known = new Map<string, unknown>();

  get<T>(key: string): T | undefined {
    return this.#known.get(key) as T | undefined;
  }

  set(key: string, value: unknown): void {
    this.#known.set(key, value);
  }

  del(key: string): void {
    this.#known.delete(key);
  }

  flushAll(): void {
    this.#known.clear();
  }
}

const SILENT = {
  level: 'silent',
  child: () => SILENT,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

function nothing(): void {}

function later(): { promise: Promise<WASocket>; resolve: (socket: WASocket) => void } {
  let resolve: (socket: WASocket) => void = nothing;
  const promise = new Promise<WASocket>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
