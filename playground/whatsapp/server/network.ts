import type { BinaryNode } from '@whiskeysockets/baileys';
import { Faults } from '../faults.js';
import { Accounts, type Account, type Device } from './accounts.js';
import type { Connection } from './connection.js';
import type { ServerKeys } from './noise.js';
import { children, node } from './nodes.js';

/** What is kept when something about an account changed. */
export type NoteChange = (account: Account) => void;

/** Everything the local WhatsApp knows and everybody who is connected to it. */
export class Network {
  readonly accounts = new Accounts();
  readonly faults = new Faults();
  readonly connections = new Set<Connection>();
  /** `host:port` where files are left and fetched. */
  mediaHost = '';
  readonly #live = new Map<string, Connection>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #deviceListeners = new Set<(account: Account) => void>();
  #lastId = 0;

  constructor(
    readonly keys: ServerKeys,
    readonly noteChange: NoteChange,
  ) {}

  /** Returns an id for something the server says by itself. */
  newId(): string {
    this.#lastId += 1;
    return `local-${this.#lastId}`;
  }

  /** Returns the connection a device has now. */
  live(account: Account, deviceId: number): Connection | undefined {
    return this.#live.get(`${account.phone}:${deviceId}`);
  }

  /** Makes a connection the one of its device; returns the one it takes the place of. */
  putLive(connection: Connection, account: Account, device: Device): Connection | undefined {
    const key = `${account.phone}:${device.id}`;
    const earlier = this.#live.get(key);
    connection.who = { account, device };
    this.#live.set(key, connection);
    return earlier;
  }

  forget(connection: Connection): void {
    this.connections.delete(connection);
    if (!connection.who) return;
    const { account, device } = connection.who;
    if (this.live(account, device.id) === connection) this.#live.delete(`${account.phone}:${device.id}`);
  }

  /** Returns the connections an account has now. */
  connectionsOf(account: Account): Connection[] {
    return [...account.devices.keys()]
      .map((deviceId) => this.live(account, deviceId))
      .filter((connection) => connection !== undefined);
  }

  /** Sends a device what it must get: now, and again whenever it connects, until it confirms. */
  deliver(account: Account, deviceId: number, stanza: BinaryNode): void {
    const device = account.devices.get(deviceId);
    if (!device) return;
    device.waiting.set(
      keyOf(stanza.tag, stanza.attrs['id'], stanza.attrs['from'], stanza.attrs['type']),
      stanza,
    );
    this.noteChange(account);
    const connection = this.live(account, deviceId);
    if (connection?.active) connection.send(stanza);
  }

  /** Sends a device what waits for it, marked as having waited: it has just connected. */
  deliverWaiting(connection: Connection): void {
    const waiting = [...(connection.who?.device.waiting.values() ?? [])];
    const messages = waiting.filter(({ tag }) => tag === 'message').length;
    if (waiting.length > 0) {
      const counts = { count: waiting.length, message: messages, receipt: waiting.length - messages };
      connection.send(node('ib', {}, [node('offline_preview', counts)]));
    }
    connection.active = true;
    for (const stanza of waiting) {
      connection.send({ ...stanza, attrs: { ...stanza.attrs, offline: '1' } });
    }
    connection.send(node('ib', {}, [node('offline', { count: waiting.length })]));
  }

  /** A device confirmed something by an `ack`. */
  acknowledged({ account, device }: { account: Account; device: Device }, { attrs }: BinaryNode): void {
    const removed = device.waiting.delete(keyOf(attrs['class'], attrs['id'], attrs['to'], attrs['type']));
    if (removed) this.noteChange(account);
  }

  /** A device confirmed messages by a receipt. */
  gotMessages({ account, device }: { account: Account; device: Device }, receipt: BinaryNode): void {
    const items = children(children(receipt, 'list')[0], 'item').map(({ attrs }) => attrs['id']);
    const ids = new Set([receipt.attrs['id'], ...items]);
    for (const [key, stanza] of device.waiting) {
      if (stanza.tag === 'message' && ids.has(stanza.attrs['id'])) device.waiting.delete(key);
    }
    this.noteChange(account);
  }

  onDevicesChanged(listener: (account: Account) => void): void {
    this.#deviceListeners.add(listener);
  }

  /** A device was linked or removed. */
  devicesChanged(account: Account): void {
    this.noteChange(account);
    for (const listener of this.#deviceListeners) listener(account);
  }

  /** Does something later, unless the server is closed before. */
  later(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delayMs);
    this.#timers.add(timer);
  }

  /** Cuts everybody off and forgets what was to be done later. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const connection of this.connections) connection.drop();
  }
}

function keyOf(...parts: (string | undefined)[]): string {
  return parts.map((part) => part ?? '').join(' ');
}
