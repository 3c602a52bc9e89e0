import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  type KeyPair,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
} from '@whiskeysockets/baileys';

const NOTHING = Buffer.alloc(0);
const DISTANT_FUTURE = 4_102_444_800;

/** The keys by which the server shows who it is, and the chain of certificates over them. */
export interface ServerKeys {
  static: KeyPair;
  chain: Uint8Array;
}

/** Makes keys and certificates of a server of its own: root, intermediate, leaf. */
export function makeServerKeys(): ServerKeys {
  const [root, intermediate, leaf] = [
    Curve.generateKeyPair(),
    Curve.generateKeyPair(),
    Curve.generateKeyPair(),
  ];
  const issued = (serial: number, issuerSerial: number, key: Uint8Array): Uint8Array =>
    proto.CertChain.NoiseCertificate.Details.encode({
      serial,
      issuerSerial,
      key,
      notBefore: 0,
      notAfter: DISTANT_FUTURE,
    }).finish();
  const signed = (by: KeyPair, details: Uint8Array) => ({
    details,
    signature: Curve.sign(by.private, details),
  });
  return {
    static: leaf,
    chain: proto.CertChain.encode({
      intermediate: signed(root, issued(1, 0, intermediate.public)),
      leaf: signed(intermediate, issued(2, 1, leaf.public)),
    }).finish(),
  };
}

/** Who connected: the key it proved to hold, and what it wants. */
export interface Greeting {
  noiseKey: Buffer;
  payload: proto.ClientPayload;
}

/** The answering side of `Noise_XX_25519_AESGCM_SHA256`, as WhatsApp uses it; http://www.noiseprotocol.org/noise.html */
export class NoiseResponder {
  readonly #keys: ServerKeys;
  readonly #ephemeral = Curve.generateKeyPair();
  #hash: Buffer = Buffer.from(NOISE_MODE);
  #salt: Buffer = this.#hash;
  #key: Buffer = this.#hash;
  #counter = 0;

  constructor(keys: ServerKeys) {
    this.#keys = keys;
    this.#authenticate(NOISE_WA_HEADER);
  }

  /** Answers the client's hello. Throws when the frame is none. */
  hello(frame: Uint8Array): Uint8Array {
    const theirs = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral;
    if (!theirs) throw new Error('The first frame is not a hello.');
    this.#authenticate(theirs);
    this.#authenticate(this.#ephemeral.public);
    this.#mix(Curve.sharedKey(this.#ephemeral.private, theirs));
    const encryptedStatic = this.#encrypt(this.#keys.static.public);
    this.#mix(Curve.sharedKey(this.#keys.static.private, theirs));
    const payload = this.#encrypt(this.#keys.chain);
    return proto.HandshakeMessage.encode({
      serverHello: { ephemeral: this.#ephemeral.public, static: encryptedStatic, payload },
    }).finish();
  }

  /** Reads who the client is, and returns the ciphers of the frames that follow. Throws when it did not prove its key. */
  finish(frame: Uint8Array): { greeting: Greeting; incoming: FrameCipher; outgoing: FrameCipher } {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish;
    if (!finish?.static || !finish.payload)
      throw new Error('The second frame does not finish the handshake.');
    const noiseKey = this.#decrypt(finish.static);
    this.#mix(Curve.sharedKey(this.#ephemeral.private, noiseKey));
    const payload = proto.ClientPayload.decode(this.#decrypt(finish.payload));
    const [incoming, outgoing] = this.#derive(NOTHING);
    return {
      greeting: { noiseKey, payload },
      incoming: new FrameCipher(incoming),
      outgoing: new FrameCipher(outgoing),
    };
  }

  #authenticate(data: Uint8Array): void {
    this.#hash = sha256(Buffer.concat([this.#hash, data]));
  }

  #derive(secret: Uint8Array): [Buffer, Buffer] {
    const both = Buffer.from(hkdf(Buffer.from(secret), 64, { salt: this.#salt, info: '' }));
    return [both.subarray(0, 32), both.subarray(32)];
  }

  #mix(secret: Uint8Array): void {
    [this.#salt, this.#key] = this.#derive(secret);
    this.#counter = 0;
  }

  #encrypt(plain: Uint8Array): Buffer {
    const sealed = aesEncryptGCM(plain, this.#key, nonce(this.#counter++), this.#hash);
    this.#authenticate(sealed);
    return sealed;
  }

  #decrypt(sealed: Uint8Array): Buffer {
    const plain = aesDecryptGCM(sealed, this.#key, nonce(this.#counter++), this.#hash);
    this.#authenticate(sealed);
    return plain;
  }
}

/** One direction of an open connection: each frame under the next number. */
export class FrameCipher {
  #counter = 0;

  constructor(readonly key: Buffer) {}

  seal(plain: Uint8Array): Buffer {
    return aesEncryptGCM(plain, this.key, nonce(this.#counter++), NOTHING);
  }

  open(sealed: Uint8Array): Buffer {
    return aesDecryptGCM(sealed, this.key, nonce(this.#counter++), NOTHING);
  }
}

function nonce(counter: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(counter, 8);
  return bytes;
}
