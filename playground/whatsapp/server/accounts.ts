import { jidDecode, jidEncode, type BinaryNode } from '@whiskeysockets/baileys';
import { SERVER } from './nodes.js';

/** A public key under its id, as the client gave it. */
export interface PublicPreKey {
  id: Buffer;
  value: Buffer;
}

/** A phone (id 0) or a device linked to it, and what others need to write to it. */
export interface Device {
  id: number;
  /** The key it proves to hold when it connects: nobody else logs in as this device. */
  noiseKey: Buffer;
  identity: Buffer;
  registrationId: Buffer;
  signedPreKey: PublicPreKey & { signature: Buffer };
  preKeys: PublicPreKey[];
  /** What was sent to it and not confirmed yet, oldest first, by a key of its own. */
  waiting: Map<string, BinaryNode>;
}

/** A number on WhatsApp. */
export interface Account {
  /** Digits, without `+`. */
  phone: string;
  /** Digits: the address that does not show the number. */
  lid: string;
  name: string;
  /** Other spellings of the number under which WhatsApp finds it (as for MX, AR and BR). */
  aliases: string[];
  /** Whether those it writes to from its LID are not told its number. */
  hidesPhone: boolean;
  devices: Map<number, Device>;
  nextDeviceId: number;
  /** Ids of messages it sent, newest last: a repeated one is not delivered again. */
  sent: Set<string>;
}

/** The kind of address a conversation uses. */
export type Addressing = 'phone' | 'lid';

/** Returns an account's address; with a device's id, that device's. */
export function addressOf(account: Account, addressing: Addressing, deviceId?: number): string {
  return addressing === 'lid'
    ? jidEncode(account.lid, 'lid', deviceId)
    : jidEncode(account.phone, SERVER, deviceId);
}

/** Returns which kind of address this is. */
export function addressingOf(jid: string): Addressing {
  return jid.endsWith('@lid') ? 'lid' : 'phone';
}

/** The numbers this WhatsApp knows. */
export class Accounts {
  readonly #byPhone = new Map<string, Account>();

  add(account: Account): Account {
    this.#byPhone.set(account.phone, account);
    return account;
  }

  all(): Account[] {
    return [...this.#byPhone.values()];
  }

  /** Finds an account by its digits, one of its other spellings or its LID; punctuation is ignored. */
  find(digits: string): Account | undefined {
    const plain = digits.replaceAll(/\D/g, '');
    return (
      this.#byPhone.get(plain) ??
      this.all().find(({ lid, aliases }) => lid === plain || aliases.includes(plain))
    );
  }

  /** Finds an account and the device an address names (0, the phone, when it names none). */
  at(jid: string | undefined): { account: Account; deviceId: number } | undefined {
    const decoded = jid === undefined ? undefined : jidDecode(jid);
    const account = decoded && this.find(decoded.user);
    return account && { account, deviceId: decoded.device ?? 0 };
  }
}
