import {
  BufferJSON,
  initAuthCreds,
  type AuthenticationCreds,
  type AuthenticationState,
  type SignalDataSet,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import { addressOf, type Account, type Device } from '../server/accounts.js';
import { signedIdentity } from '../server/pairing.js';

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
    return new PhoneKeys(creds, new Map(), written);
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

  /** What the server knows about the phone itself, device 0 of its account. */
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
      preKeys: [],
      waiting: new Map(),
    };
  }
}

function bigEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}
