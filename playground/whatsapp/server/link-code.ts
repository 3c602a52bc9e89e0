import { randomBytes } from 'node:crypto';
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
  hkdf,
  type BinaryNode,
  type KeyPair,
} from '@whiskeysockets/baileys';
import type { Account } from './accounts.js';
import type { Connection } from './connection.js';
import type { Network } from './network.js';
import { bytesOf, child, node, SERVER, stamp } from './nodes.js';
import type { Pairing } from './pairing.js';

const NOBODY_ASKED_AFTER_MS = 5_000;
const SALT_BYTES = 32;
const IV_BYTES = 16;
const GCM_IV_BYTES = 12;
const KEY_BYTES = 32;
const BAD_REQUEST = 400;

/** A device that shows a code for a number. */
interface Request {
  connection: Connection;
  reference: Buffer;
  /** The device's key for this pairing, wrapped with the code. */
  wrappedKey: Buffer;
  /** Set once a phone has entered a code. */
  answer: Answer | null;
}
interface Answer {
  account: Account;
  identity: KeyPair;
  ephemeral: KeyPair;
  /** The device's key for this pairing, as the entered code unwraps it: garbage under a wrong code. */
  deviceKey: Buffer;
  done: (deviceId: number) => void;
  failed: (error: Error) => void;
}

/**
 * Linking by a code of eight characters that the device shows and its owner types into the phone: both sides agree on a
 * secret, protected by the code, and seal the device's identity with it.
 */
export class LinkCodes {
  readonly #network: Network;
  readonly #pairing: Pairing;
  readonly #requests = new Map<string, Request>();
  readonly #waiting = new Set<() => void>();

  constructor(network: Network, pairing: Pairing) {
    this.#network = network;
    this.#pairing = pairing;
  }

  /** A device that is not linked says something about codes. */
  take(connection: Connection, stanza: BinaryNode, said: BinaryNode): void {
    if (said.attrs['stage'] === 'companion_hello') this.#asked(connection, stanza, said);
    else this.#finished(connection, stanza, said);
  }

  /** Whether a device shows a code for this number now. */
  isAskedFor(account: Account): boolean {
    return this.#requests.has(account.phone);
  }

  forget(connection: Connection): void {
    for (const [phone, request] of this.#requests) {
      if (request.connection !== connection) continue;
      this.#requests.delete(phone);
      request.answer?.failed(new Error('The device that showed the code is gone.'));
    }
  }

  /**
   * Enters the code on the phone. Waits a little for the device that shows it.
   * @returns the id of the linked device
   * @throws an Error when no device shows a code for this number, or shows another one
   */
  async enter(code: string, account: Account, identity: KeyPair): Promise<number> {
    const request = await this.#request(account);
    const plainCode = code.replaceAll(/[^\da-z]/gi, '').toUpperCase();
    const { wrappedKey } = request;
    const codeKey = await derivePairingCodeKey(plainCode, wrappedKey.subarray(0, SALT_BYTES));
    const iv = wrappedKey.subarray(SALT_BYTES, SALT_BYTES + IV_BYTES);
    const deviceKey = aesDecryptCTR(wrappedKey.subarray(SALT_BYTES + IV_BYTES), codeKey, iv);
    const ephemeral = Curve.generateKeyPair();
    const wrapped = await wrap(ephemeral.public, plainCode);
    return new Promise((done, failed) => {
      request.answer = { account, identity, ephemeral, deviceKey, done, failed };
      request.connection.send(
        node(
          'notification',
          { from: SERVER, id: this.#network.newId(), type: 'link_code_companion_reg', t: stamp() },
          [
            node('link_code_companion_reg', { stage: 'primary_hello' }, [
              node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
              node('primary_identity_pub', {}, identity.public),
              node('link_code_pairing_ref', {}, request.reference),
            ]),
          ],
        ),
      );
    });
  }

  #asked(connection: Connection, stanza: BinaryNode, said: BinaryNode): void {
    const account = this.#network.accounts.at(said.attrs['jid'])?.account;
    const answer = { from: SERVER, id: stanza.attrs['id'] };
    if (!account) {
      const error = node('error', { code: BAD_REQUEST, text: 'bad-request' });
      return connection.send(node('iq', { ...answer, type: 'error' }, [error]));
    }
    const reference = randomBytes(16);
    const wrappedKey = bytesOf(child(said, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
    this.#requests.set(account.phone, { connection, reference, wrappedKey, answer: null });
    connection.send(
      node('iq', { ...answer, type: 'result' }, [
        node('link_code_companion_reg', { stage: 'companion_hello' }, [
          node('link_code_pairing_ref', {}, reference),
        ]),
      ]),
    );
    for (const wake of this.#waiting) wake();
  }

  #finished(connection: Connection, stanza: BinaryNode, said: BinaryNode): void {
    connection.send(node('iq', { from: SERVER, id: stanza.attrs['id'], type: 'result' }));
    const request = [...this.#requests.values()].find((candidate) => candidate.connection === connection);
    const answer = request?.answer;
    if (!answer) return;
    request.answer = null;
    try {
      const secret = agreedSecret(answer, said);
      this.#requests.delete(answer.account.phone);
      answer.done(this.#pairing.link(connection, answer.account, answer.identity, secret));
    } catch {
      answer.failed(new Error('This is not the code the device shows. Check the eight characters.'));
    }
  }

  async #request(account: Account): Promise<Request> {
    const there = this.#requests.get(account.phone);
    if (there) return there;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const request = this.#requests.get(account.phone);
        if (!request) return;
        this.#waiting.delete(look);
        resolve(request);
      };
      this.#waiting.add(look);
      this.#network.later(NOBODY_ASKED_AFTER_MS, () => {
        this.#waiting.delete(look);
        reject(new Error(`No device shows a code for +${account.phone}: ask for one on the device first.`));
      });
    });
  }
}

/** Opens what the device sent, and computes what only the two sides know. Throws when the code was another one. */
function agreedSecret({ deviceKey, ephemeral, identity }: Answer, said: BinaryNode): Buffer {
  const deviceIdentity = bytesOf(child(said, 'companion_identity_public'));
  const bundle = bytesOf(child(said, 'link_code_pairing_wrapped_key_bundle'));
  const shared = Curve.sharedKey(ephemeral.private, deviceKey);
  const key = hkdf(shared, KEY_BYTES, {
    salt: bundle.subarray(0, SALT_BYTES),
    info: 'link_code_pairing_key_bundle_encryption_key',
  });
  const iv = bundle.subarray(SALT_BYTES, SALT_BYTES + GCM_IV_BYTES);
  const opened = aesDecryptGCM(
    bundle.subarray(SALT_BYTES + GCM_IV_BYTES),
    Buffer.from(key),
    iv,
    Buffer.alloc(0),
  );
  const [theirs, ours, random] = [0, 1, 2].map((part) =>
    opened.subarray(part * KEY_BYTES, (part + 1) * KEY_BYTES),
  );
  if (!theirs?.equals(deviceIdentity) || !ours?.equals(identity.public) || !random) {
    throw new Error('The bundle is about other keys.');
  }
  const identityShared = Curve.sharedKey(identity.private, deviceIdentity);
  const agreed = hkdf(Buffer.concat([shared, identityShared, random]), KEY_BYTES, { info: 'adv_secret' });
  return Buffer.from(agreed);
}

async function wrap(key: Uint8Array, code: string): Promise<Buffer> {
  const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(IV_BYTES)];
  const codeKey = await derivePairingCodeKey(code, salt);
  return Buffer.concat([salt, iv, aesEncryptCTR(key, codeKey, iv)]);
}
