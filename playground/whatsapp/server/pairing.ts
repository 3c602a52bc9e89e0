import { randomBytes, randomInt } from 'node:crypto';
import { Curve, hmacSign, type KeyPair, proto, WA_ADV_ACCOUNT_SIG_PREFIX } from '@whiskeysockets/baileys';
import { addressOf, type Account, type Device } from './accounts.js';
import type { Connection } from './connection.js';
import type { Network } from './network.js';
import { node, SERVER, stamp } from './nodes.js';

const REFERENCES = 6;
const RESTART = 515;

/** Devices that ask to be linked, by what their QR code refers to. */
export class Pairing {
  readonly #waiting = new Map<string, Connection>();
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  /** A device without a number connected: gives it what it shows as QR codes. */
  begin(connection: Connection): void {
    const references = Array.from({ length: REFERENCES }, () => randomBytes(18).toString('base64url'));
    for (const reference of references) this.#waiting.set(reference, connection);
    const nodes = references.map((reference) => node('ref', {}, Buffer.from(reference)));
    connection.send(
      node('iq', { from: SERVER, type: 'set', id: this.#network.newId(), xmlns: 'md' }, [
        node('pair-device', {}, nodes),
      ]),
    );
  }

  forget(connection: Connection): void {
    for (const [reference, waiting] of this.#waiting) {
      if (waiting === connection) this.#waiting.delete(reference);
    }
  }

  /**
   * A phone scanned this QR code. Throws when the code is no WhatsApp code or the device that showed it is gone.
   * @returns the id of the linked device
   */
  scanned(qr: string, account: Account, phoneIdentity: KeyPair): number {
    const [reference, , , secret] = (qr.split('#').at(-1) ?? '').split(',');
    const connection = this.#waiting.get(reference ?? '');
    if (!connection || secret === undefined) {
      throw new Error('This QR code is not of this WhatsApp or no longer shown: scan the newest one.');
    }
    return this.link(connection, account, phoneIdentity, Buffer.from(secret, 'base64'));
  }

  /** Links the device behind a connection to an account and tells it so, sealed with the secret both sides know. */
  link(connection: Connection, account: Account, phoneIdentity: KeyPair, secret: Buffer): number {
    const greeting = connection.greeting;
    const given = greeting?.payload.devicePairingData;
    if (!greeting || !given) throw new Error('This device did not ask to be linked.');
    this.forget(connection);
    const device = deviceOf(account.nextDeviceId, greeting.noiseKey, given);
    account.nextDeviceId += 1;
    this.#network.addDevice(account, device);
    const id = this.#network.newId();
    connection.send(
      node('iq', { from: SERVER, type: 'set', id, t: stamp(), xmlns: 'md' }, [
        node('pair-success', {}, [
          node('device-identity', {}, sealedIdentity(device, phoneIdentity, secret)),
          node('device', {
            jid: addressOf(account, 'phone', device.id),
            lid: addressOf(account, 'lid', device.id),
          }),
          node('platform', { name: 'local' }),
        ]),
      ]),
    );
    return device.id;
  }

  /** The device signed its identity: it connects again, as itself. */
  signed(connection: Connection): void {
    connection.endWithCode(RESTART);
  }
}

function deviceOf(
  id: number,
  noiseKey: Buffer,
  given: proto.ClientPayload.IDevicePairingRegistrationData,
): Device {
  return {
    id,
    noiseKey,
    identity: bytes(given.eIdent),
    registrationId: bytes(given.eRegid),
    signedPreKey: {
      id: bytes(given.eSkeyId),
      value: bytes(given.eSkeyVal),
      signature: bytes(given.eSkeySig),
    },
    preKeys: [],
    waiting: new Map(),
  };
}

/** The device's identity, signed by the phone and sealed with the pairing's secret. */
function sealedIdentity(device: Device, phoneIdentity: KeyPair, secret: Buffer): Uint8Array {
  const identity = signedIdentity(phoneIdentity, device.identity, device.id);
  const details = proto.ADVSignedDeviceIdentity.encode(identity).finish();
  return proto.ADVSignedDeviceIdentityHMAC.encode({
    details,
    hmac: hmacSign(details, secret),
    accountType: proto.ADVEncryptionType.E2EE,
  }).finish();
}

/** Says in the phone's name that a device is one of its own. */
export function signedIdentity(
  phoneIdentity: KeyPair,
  deviceIdentity: Uint8Array,
  keyIndex: number,
): proto.IADVSignedDeviceIdentity {
  const details = proto.ADVDeviceIdentity.encode({
    rawId: randomInt(2 ** 31),
    timestamp: Number(stamp()),
    keyIndex,
    accountType: proto.ADVEncryptionType.E2EE,
    deviceType: proto.ADVEncryptionType.E2EE,
  }).finish();
  const statement = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, deviceIdentity]);
  return {
    details,
    accountSignatureKey: phoneIdentity.public,
    accountSignature: Curve.sign(phoneIdentity.private, statement),
  };
}

function bytes(value: Uint8Array | null | undefined): Buffer {
  return Buffer.from(value ?? []);
}
