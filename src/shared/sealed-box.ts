import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { EstafetaError } from './errors.js';

/** Where a sealed value is kept. A value moved to another place does not open: a copied row gives nothing away. */
export interface SealedPlace {
  /** The client's id, or null for what belongs to the installation. */
  client: string | null;
  table: string;
  column: string;
  /** The row's id. */
  row: string;
}

/** One key of the installation: 32 bytes under a short name. */
export interface SealingKey {
  id: string;
  key: Buffer;
}

export interface SealedBox {
  /** The id of the key that seals now, e.g. `k2`. */
  readonly keyId: string;
  /** Seals a text for one place. Returns `e1.<key id>.<nonce>.<text and tag>`, safe in a text column. */
  seal(plain: string, place: SealedPlace): string;
  /** Opens what was sealed for this place. Throws EstafetaError `seal_key_unknown`, `seal_broken`. */
  open(sealed: string, place: SealedPlace): string;
  /** The value sealed again with the newest key, or null when it already is: for rotating keys row by row. */
  rotate(sealed: string, place: SealedPlace): string | null;
  /** A keyed fingerprint (hex, 64 characters) of a secret, the same for the same secret: for unique columns and look-ups. */
  fingerprint(secret: string): string;
}

const version = 'e1';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals with AES-256-GCM. The first key seals, all of them open.
 *
 * @param keys as {@link parseSealingKeys} reads them; at least one
 */
export function createSealedBox(keys: readonly SealingKey[]): SealedBox {
  const newest = keys[0];
  if (newest === undefined) throw keysError('ENCRYPTION_KEYS holds no key');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  const open = (sealed: string, place: SealedPlace): string => openWith(byId, sealed, place);
  const seal = (plain: string, place: SealedPlace): string => sealWith(newest, plain, place);
  return {
    keyId: newest.id,
    seal,
    open,
    rotate: (sealed, place) => (keyIdOf(sealed) === newest.id ? null : seal(open(sealed, place), place)),
    fingerprint: hashSecret,
  };
}

/**
 * Reads `ENCRYPTION_KEYS`: `k2:<base64 of 32 bytes>,k1:…`.
 *
 * @throws EstafetaError `encryption_keys_invalid`, never naming the key's bytes
 */
export function parseSealingKeys(text: string): SealingKey[] {
  const keys = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseKey);
  if (keys.length === 0) throw keysError('ENCRYPTION_KEYS holds no key');
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size !== keys.length) throw keysError('ENCRYPTION_KEYS names the same key id twice');
  return keys;
}

/** A fresh key in the form `ENCRYPTION_KEYS` wants it: `k1:<base64>`. */
export function newSealingKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/**
 * A fingerprint (hex, 64 characters) of a high-entropy secret such as a bot token: stored beside the sealed form, so that
 * one token can't be given to two integrations. It does not depend on the keys, so it survives their rotation.
 */
export function hashSecret(secret: string): string {
  return createHmac('sha256', 'estafeta/secret-fingerprint/1').update(secret.trim()).digest('hex');
}

/** The id of the key a value is sealed with, or null when the text is not a sealed value. */
export function keyIdOf(sealed: string): string | null {
  const parts = sealed.split('.');
  return parts.length === 4 && parts[0] === version ? (parts[1] ?? null) : null;
}

function parseKey(part: string): SealingKey {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=?|[A-Za-z0-9_-]{43}=?)$/.exec(part);
  const [, id, encoded] = match ?? [];
  if (id === undefined || encoded === undefined) {
    throw keysError('ENCRYPTION_KEYS has an entry that is not `name:<base64 of 32 bytes>`');
  }
  return { id, key: Buffer.from(encoded, 'base64') };
}

function sealWith({ id, key }: SealingKey, plain: string, place: SealedPlace): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(placeBytes(id, place));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [version, id, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
}

function openWith(keys: ReadonlyMap<string, Buffer>, sealed: string, place: SealedPlace): string {
  const [, id, nonceText, bodyText] = sealed.split('.');
  if (keyIdOf(sealed) === null || id === undefined || nonceText === undefined || bodyText === undefined) {
    throw broken(place, 'is not a sealed value');
  }
  const key = keys.get(id);
  if (key === undefined) throw unknownKey(id, place);
  const body = Buffer.from(bodyText, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonceText, 'base64url'), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(placeBytes(id, place));
    decipher.setAuthTag(body.subarray(-tagBytes));
    return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
  } catch {
    // The cause is left out on purpose: it says nothing but "unable to authenticate data".
    throw broken(
      place,
      'does not open here: it was changed, sealed for another place, or sealed with other bytes under this key id',
    );
  }
}

/** The place as bytes. JSON of a list keeps the borders between the parts, whatever they contain. */
function placeBytes(keyId: string, { client, table, column, row }: SealedPlace): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([version, keyId, client, table, column, row]))
    .digest();
}

function unknownKey(id: string, place: SealedPlace): EstafetaError {
  return new EstafetaError({
    code: 'seal_key_unknown',
    message: `${place.table}.${place.column} of row ${place.row} is sealed with the key ${id}, which ENCRYPTION_KEYS does not hold`,
    whatToDo: `Put the key ${id} back at the end of ENCRYPTION_KEYS. If it is lost, enter the secret again.`,
  });
}

function broken(place: SealedPlace, what: string): EstafetaError {
  return new EstafetaError({
    code: 'seal_broken',
    message: `${place.table}.${place.column} of row ${place.row} ${what}`,
    whatToDo: 'Enter the secret again (in the panel, or in the client file and apply it).',
  });
}

function keysError(message: string): EstafetaError {
  return new EstafetaError({
    code: 'encryption_keys_invalid',
    message,
    whatToDo:
      'Write ENCRYPTION_KEYS=k1:<key>, with the key from `openssl rand -base64 32`. Newer keys go first, older ones stay behind a comma.',
  });
}
