import {
  BufferJSON,
  Curve,
  initAuthCreds,
  type AuthenticationCreds,
  type AuthenticationState,
  type KeyPair,
  type SignalDataSet,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import { addressOf, type Account, type Device, type PublicPreKey } from '../server/accounts.js';
import { signedIdentity } from '../server/pairing.js';

/** Pre-keys a phone begins with: enough for a small WhatsApp, few enough to be made in an instant. */
const PRE_KEYS = 50;

/** The keys of one phone, in memory; `written` is called when there is something new to keep. */
export class PhoneKeys {
  readonly state: AuthenticationState;
  readonly #kept: Map<string, unknown>;

  constructor(
    readonly creds: AuthenticationCreds,
    kept: Map<string, unknown>,
    written: () => void,
  ) {
    this.#kept = kept;
    const get = (type: string, ids: string[]): Record<string, unknown> => {
      const found: Record<string, unknown> = {};
      for (const id of ids) {
        const value = kept.get(`${type} ${id}`);
        if (value !== undefined) found[id] = value;
      }
      return found;
    };
    const set = (data: SignalDataSet): void => {
      for (const [type, values] of Object.entries(data)) {
        for (const [id, value] of Object.entries(values)) {
          if (value === null) kept.delete(`${type} ${id}`);
          else kept.set(`${type} ${id}`, value);
        }
      }
      written();
    };
    this.state = { creds, keys: { get, set } as SignalKeyStore };
  }

  /** The keys of a phone that was never used, with its account's addresses. */
  static fresh(account: Account, written: () => void): PhoneKeys {
    const creds = initAuthCreds();
    const { signedIdentityKey } = creds;
    creds.me = { id: addressOf(account, 'phone'), lid: addressOf(account, 'lid'), name: account.name };
    creds.account = signedIdentity(signedIdentityKey, signedIdentityKey.public, 0);
    creds.registered = true;
    const kept = new Map<string, unknown>();
    for (let id = 1; id <= PRE_KEYS; id += 1) kept.set(`pre-key ${id}`, Curve.generateKeyPair());
    creds.nextPreKeyId = PRE_KEYS + 1;
    creds.firstUnuploadedPreKeyId = PRE_KEYS + 1;
    return new PhoneKeys(creds, kept, written);
  }

  /** What `toText` wrote. */
  static fromText(text: string, written: () => void): PhoneKeys {
    const { creds, kept } = JSON.parse(text, BufferJSON.reviver) as {
      creds: AuthenticationCreds;
      kept: [string, unknown][];
    };
    return new PhoneKeys(creds, new Map(kept), written);
  }

  toText(): string {
    return JSON.stringify({ creds: this.creds, kept: [...this.#kept] }, BufferJSON.replacer);
  }

  /** What the server knows about the phone itself, device 0 of its account, when it is new. */
  device(): Device {
    const { noiseKey, signedIdentityKey, signedPreKey, registrationId } = this.creds;
    return {
      id: 0,
      noiseKey: Buffer.from(noiseKey.public),
      identity: Buffer.from(signedIdentityKey.public),
      registrationId: bigEndian(registrationId, 4),
      signedPreKey: {
        id: bigEndian(signedPreKey.keyId, 3),
        value: Buffer.from(signedPreKey.keyPair.public),
        signature: Buffer.from(signedPreKey.signature),
      },
      preKeys: this.#preKeys(),
      waiting: new Map(),
    };
  }

  #preKeys(): PublicPreKey[] {
    const keys: PublicPreKey[] = [];
    for (let id = 1; id <= PRE_KEYS; id += 1) {
      const pair = this.#kept.get(`pre-key ${id}`) as KeyPair;
      keys.push({ id: bigEndian(id, 3), value: Buffer.from(pair.public) });
    }
    return keys;
  }
}

function bigEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}
