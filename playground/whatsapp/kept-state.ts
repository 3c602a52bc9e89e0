import { BufferJSON, type BinaryNode } from '@whiskeysockets/baileys';
import { StateLog } from '../bot-api/state-log.js';
import { Table } from '../bot-api/table.js';
import type { Account, Device, PublicPreKey } from './server/accounts.js';

type Fields = Pick<Account, 'phone' | 'lid' | 'name' | 'aliases' | 'hidesPhone' | 'nextDeviceId'>;
type PublicDevice = Pick<Device, 'id' | 'noiseKey' | 'identity' | 'registrationId' | 'signedPreKey'>;

/**
 * What outlives a restart: numbers, devices, their keys, what waits for them, and the phones' own keys. One row for each
 * of them, written down at once; without a file everything is forgotten on close.
 */
export class KeptState {
  #changes: Map<string, Set<string>> | null = null;
  readonly #rows = new Table<string>('whatsapp', (table, key) => {
    const keys = this.#changes?.get(table) ?? new Set<string>();
    keys.add(key);
    this.#changes?.set(table, keys);
  });
  readonly tables = [this.#rows] as Table<unknown>[];
  readonly #log: StateLog | null;

  /** Throws an Error naming the file when it is damaged. */
  constructor(file: string | undefined) {
    this.#log = file === undefined ? null : new StateLog(file, this);
  }

  collectChanges(): void {
    this.#changes ??= new Map();
  }

  takeChanges(): Map<string, Set<string>> {
    const changes = this.#changes ?? new Map<string, Set<string>>();
    if (this.#changes) this.#changes = new Map();
    return changes;
  }

  close(): void {
    this.#log?.close();
  }

  account({ phone, lid, name, aliases, hidesPhone, nextDeviceId }: Account): void {
    this.#put(['account', phone], { phone, lid, name, aliases, hidesPhone, nextDeviceId } satisfies Fields);
  }

  device({ phone }: Account, { id, noiseKey, identity, registrationId, signedPreKey }: Device): void {
    const kept: PublicDevice = { id, noiseKey, identity, registrationId, signedPreKey };
    this.#put([`devices ${phone}`, id], kept);
  }

  noDevice({ phone }: Account, device: Device): void {
    this.#put([`devices ${phone}`, device.id], null);
    for (const group of [`keys ${phone} ${device.id}`, `waiting ${phone} ${device.id}`])
      this.#rows.trim(group, 0);
    this.#log?.flush();
  }

  preKey({ phone }: Account, { id }: Device, key: PublicPreKey, isThere: boolean): void {
    this.#put([`keys ${phone} ${id}`, key.id.toString('hex')], isThere ? key : null);
  }

  waiting({ phone }: Account, { id }: Device, key: string, stanza: BinaryNode | null): void {
    this.#put([`waiting ${phone} ${id}`, key], stanza && { key, stanza });
  }

  sent({ phone }: Account, id: string, isRemembered: boolean): void {
    this.#put([`sent ${phone}`, id], isRemembered ? id : null);
  }

  /** Something a phone keeps for itself. */
  secret(phone: string, name: string, value: unknown): void {
    this.#put([`secrets ${phone}`, name], value === null ? null : { name, value });
  }

  /** Returns what a phone keeps for itself, by name. */
  secretsOf(phone: string): Map<string, unknown> {
    const rows = this.#group<{ name: string; value: unknown }>(`secrets ${phone}`);
    return new Map(rows.map(({ name, value }) => [name, value]));
  }

  /** A single value under a name. */
  note(name: string, value: unknown): void {
    this.#put(['note', name], value);
  }

  noted<T>(name: string): T | undefined {
    const row = this.#rows.get(`note:${name}`);
    return row === undefined ? undefined : read<T>(row);
  }

  /** Returns the numbers as they were kept. */
  accounts(): Account[] {
    return this.#group<Fields>('account').map((fields) => ({
      ...fields,
      devices: new Map(
        this.#group<PublicDevice>(`devices ${fields.phone}`).map((device) => [
          device.id,
          this.#whole(fields.phone, device),
        ]),
      ),
      sent: new Set(this.#group<string>(`sent ${fields.phone}`)),
    }));
  }

  #whole(phone: string, device: PublicDevice): Device {
    const waiting = this.#group<{ key: string; stanza: BinaryNode }>(`waiting ${phone} ${device.id}`);
    return {
      ...device,
      preKeys: this.#group<PublicPreKey>(`keys ${phone} ${device.id}`),
      waiting: new Map(waiting.map(({ key, stanza }) => [key, stanza])),
    };
  }

  #group<T>(group: string): T[] {
    return [...this.#rows.of(group)].map((row) => read<T>(row));
  }

  #put([group, name]: [string, string | number], value: unknown): void {
    if (!this.#log) return;
    const key = `${group}:${name}`;
    if (value === null) this.#rows.delete(key);
    else this.#rows.set(key, JSON.stringify(value, BufferJSON.replacer));
    this.#log.flush();
  }
}

function read<T>(row: string): T {
  return JSON.parse(row, BufferJSON.reviver) as T;
}
