import type { BinaryNode } from '@whiskeysockets/baileys';
import { Faults } from '../faults.js';
import { Accounts, type Account, type Device } from './accounts.js';
import type { Connection } from './connection.js';
import type { ServerKeys } from './noise.js';
import type { KeptState } from '../kept-state.js';
import { children, node } from './nodes.js';

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
  /** Devices that could not open a message, by its sender and id. */
  readonly #unopened = new Map<string, Set<Device>>();
  #lastId = 0;

  constructor(
    readonly keys: ServerKeys,
    readonly kept: KeptState,
  ) {
    for (const account of kept.accounts()) this.accounts.add(account);
  }

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
    const key = keyOf(stanza.tag, stanza.attrs['id'], stanza.attrs['from'], stanza.attrs['type']);
    device.waiting.set(key, stanza);
    this.kept.waiting(account, device, key, stanza);
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

  /** What waits for the devices linked to a number has waited so many minutes more. */
  age(account: Account, minutes: number): void {
    for (const device of account.devices.values()) {
      if (device.id === 0) continue;
      for (const [key, { attrs, ...stanza }] of device.waiting) {
        const aged = { ...stanza, attrs: { ...attrs, t: String(Number(attrs['t']) - minutes * 60) } };
        device.waiting.set(key, aged);
        this.kept.waiting(account, device, key, aged);
      }
    }
  }

  /** A device confirmed something by an `ack`. */
  acknowledged({ account, device }: { account: Account; device: Device }, { attrs }: BinaryNode): void {
    this.#waitsNoLonger(account, device, keyOf(attrs['class'], attrs['id'], attrs['to'], attrs['type']));
  }

  /** A device confirmed messages by a receipt. */
  gotMessages({ account, device }: { account: Account; device: Device }, receipt: BinaryNode): void {
    const items = children(children(receipt, 'list')[0], 'item').map(({ attrs }) => attrs['id']);
    const ids = new Set([receipt.attrs['id'], ...items]);
    for (const [key, stanza] of device.waiting) {
      if (stanza.tag === 'message' && ids.has(stanza.attrs['id'])) this.#waitsNoLonger(account, device, key);
    }
  }

  /** A device could not open a message: it will be sent for it once more. */
  couldNotOpen({ device }: { device: Device }, sender: Account, id: string): void {
    const key = keyOf(sender.phone, id);
    this.#unopened.set(key, (this.#unopened.get(key) ?? new Set()).add(device));
  }

  /** Whether a device still waits for a message it could not open; from now on it does not. */
  waitsForAnother(device: Device, sender: Account, id: string): boolean {
    return this.#unopened.get(keyOf(sender.phone, id))?.delete(device) ?? false;
  }

  #waitsNoLonger(account: Account, device: Device, key: string): void {
    if (device.waiting.delete(key)) this.kept.waiting(account, device, key, null);
  }

  onDevicesChanged(listener: (account: Account) => void): void {
    this.#deviceListeners.add(listener);
  }

  /** Puts a device among those of an account: the phone itself, or one that was linked. */
  addDevice(account: Account, device: Device): void {
    account.devices.set(device.id, device);
    this.kept.device(account, device);
    for (const key of device.preKeys) this.kept.preKey(account, device, key, true);
    this.#devicesChanged(account);
  }

  /** Takes a device from an account. */
  removeDevice(account: Account, deviceId: number): void {
    const device = account.devices.get(deviceId);
    if (!device) return;
    account.devices.delete(deviceId);
    this.kept.noDevice(account, device);
    this.#devicesChanged(account);
  }

  #devicesChanged(account: Account): void {
    this.kept.account(account);
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
