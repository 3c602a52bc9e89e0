import {
  Curve,
  initAuthCreds,
  type AuthenticationCreds,
  type AuthenticationState,
  type KeyPair,
  type SignalDataSet,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys';
import { addressOf, type Account, type Device, type PublicPreKey } from '../server/accounts.js';
import { signedIdentity } from '../server/pairing.js';

/** Pre-keys a phone begins with: enough for a small WhatsApp, few enough to be made in an instant. */
const PRE_KEYS = 10;

/** Keeps something of a phone's under a name; null forgets it. */
export type Keep = (name: string, value: unknown) => void;

const CREDS = 'creds';

/** The keys of one phone, in memory and wherever `keep` writes them. */
export class PhoneKeys {
  readonly state: AuthenticationState;
  readonly #held: Map<string, unknown>;
  readonly #keep: Keep;

  private constructor(
    readonly creds: AuthenticationCreds,
    held: Map<string, unknown>,
    keep: Keep,
  ) {
    this.#held = held;
    this.#keep = keep;
    this.state = { creds, keys: this.#store() };
  }

  /** The keys of a phone that was never used, with its account's addresses. */
  static fresh(account: Account, keep: Keep): PhoneKeys {
    const creds = initAuthCreds();
    const { signedIdentityKey } = creds;
    creds.me = { id: addressOf(account, 'phone'), lid: addressOf(account, 'lid'), name: account.name };
    creds.account = signedIdentity(signedIdentityKey, signedIdentityKey.public, 0);
    creds.registered = true;
    creds.nextPreKeyId = PRE_KEYS + 1;
    creds.firstUnuploadedPreKeyId = PRE_KEYS + 1;
    const keys = new PhoneKeys(creds, new Map(), keep);
    for (let id = 1; id <= PRE_KEYS; id += 1) keys.#put(`pre-key ${id}`, Curve.generateKeyPair());
    keys.keepCreds();
    return keys;
  }

  /** The keys of a phone as `keep` got them; undefined when it got none. */
  static kept(held: Map<string, unknown>, keep: Keep): PhoneKeys | undefined {
    const creds = held.get(CREDS) as AuthenticationCreds | undefined;
    return creds && new PhoneKeys(creds, held, keep);
  }

  /** The credentials changed. */
  keepCreds(): void {
    this.#keep(CREDS, this.creds);
  }

  /** What was agreed on with others is gone: nothing can be opened until they begin anew. */
  forgetSessions(): void {
    for (const name of this.#held.keys()) if (name.startsWith('session ')) this.#put(name, null);
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

  /**
   * The same keys for sealing and opening messages, one message at a time. Baileys' own transactions are too wide for
   * that: of a message sent and one opened at once, one writes over what the other has made of their session.
   */
  inLine(): SignalKeyStoreWithTransaction {
    let last: Promise<unknown> = Promise.resolve();
    return {
      ...this.state.keys,
      isInTransaction: () => false,
      async transaction(work, key) {
        // Begun in the middle of another one, and about addresses only.
        if (key === 'lid-mapping') return work();
        const done = last.then(work);
        last = done.catch(() => undefined);
        return done;
      },
    };
  }

  #store(): SignalKeyStore {
    const get = (type: string, ids: string[]): Record<string, unknown> => {
      const found: Record<string, unknown> = {};
      for (const id of ids) {
        const value = this.#held.get(`${type} ${id}`);
        if (value !== undefined) found[id] = value;
      }
      return found;
    };
    const set = (data: SignalDataSet): void => {
      for (const [type, values] of Object.entries(data)) {
        for (const [id, value] of Object.entries(values)) this.#put(`${type} ${id}`, value);
      }
    };
    return { get, set } as SignalKeyStore;
  }

  #put(name: string, value: unknown): void {
    if (value === null) this.#held.delete(name);
    else this.#held.set(name, value);
    this.#keep(name, value);
  }

  #preKeys(): PublicPreKey[] {
    const keys: PublicPreKey[] = [];
    for (let id = 1; id <= PRE_KEYS; id += 1) {
      const pair = this.#held.get(`pre-key ${id}`) as KeyPair;
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
