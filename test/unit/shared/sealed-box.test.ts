import fc from 'fast-check';
import type { SealedPlace } from '../../../src/shared/sealed-box.js';
import {
  createSealedBox,
  hashSecret,
  keyIdOf,
  newSealingKey,
  parseSealingKeys,
} from '../../../src/shared/sealed-box.js';

const place: SealedPlace = {
  client: 'c1',
  table: 'integrations',
  column: 'credentials_encrypted',
  row: 'r1',
};
const [older, newer] = [newSealingKey('k1'), newSealingKey('k2')];
const box = createSealedBox(parseSealingKeys(older));
const rotated = createSealedBox(parseSealingKeys(`${newer},${older}`));

describe('A sealed value', () => {
  it('opens to what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
        expect(box.open(box.seal(plain, place), place)).toBe(plain);
      }),
    );
  });

  it('shows nothing of what is inside and is never the same twice', () => {
    const [one, two] = [box.seal('123456:token', place), box.seal('123456:token', place)];
    expect(one).not.toContain('token');
    expect(one).not.toBe(two);
    expect(keyIdOf(one)).toBe('k1');
  });

  it.each([
    ['client', { client: 'c2' }],
    ['installation', { client: null }],
    ['table', { table: 'client_settings' }],
    ['column', { column: 'other' }],
    ['row', { row: 'r2' }],
  ])('does not open in the place of another %s', (_what, elsewhere) => {
    const sealed = box.seal('secret', place);
    expect(() => box.open(sealed, { ...place, ...elsewhere })).toThrow(
      expect.objectContaining({ code: 'seal_broken' }),
    );
  });

  it('does not open when a single character was changed, wherever', () => {
    const sealed = box.seal('a secret of some length', place);
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.constantFrom('A', 'b', '.', '0'), (at, put) => {
        const changed = sealed.slice(0, at) + put + sealed.slice(at + 1);
        // The last character of base64url may hold unused bits: another spelling of the very same bytes.
        const same = changed.split('.').every((part, i) => sameBytes(part, sealed.split('.')[i] ?? ''));
        if (changed.split('.').length === 4 && same) return;
        expect(() => box.open(changed, place)).toThrow();
      }),
    );
  });

  it('opens with an older key, is sealed with the newest, and is sealed anew by rotating', () => {
    const old = box.seal('secret', place);
    expect(rotated.open(old, place)).toBe('secret');
    const fresh = rotated.rotate(old, place);
    expect(keyIdOf(fresh!)).toBe('k2');
    expect(rotated.open(fresh!, place)).toBe('secret');
    expect(rotated.rotate(fresh!, place)).toBeNull();
  });

  it('says which key is missing and what to do', () => {
    const sealed = rotated.seal('secret', place);
    expect(() => box.open(sealed, place)).toThrow(
      expect.objectContaining({ code: 'seal_key_unknown', message: expect.stringContaining('k2') }),
    );
  });

  it('is told from a text that was never sealed', () => {
    expect(() => box.open('123:plain-token', place)).toThrow(
      expect.objectContaining({ code: 'seal_broken' }),
    );
    expect(keyIdOf('123:plain-token')).toBeNull();
  });
});

describe('ENCRYPTION_KEYS', () => {
  it.each(['', ' , ', 'k1', 'k1:short', `${older},${older}`, 'k1:' + 'A'.repeat(60)])(
    'refuses %j',
    (text) => {
      expect(() => parseSealingKeys(text)).toThrow(
        expect.objectContaining({ code: 'encryption_keys_invalid' }),
      );
    },
  );

  it('never shows a key in its complaint', () => {
    expect(() => parseSealingKeys('k1:SECRETSECRET')).toThrow(expect.not.stringContaining('SECRETSECRET'));
  });
});

describe('The fingerprint of a secret', () => {
  it('is the same for the same token, whatever the keys, and does not contain it', () => {
    expect(box.fingerprint('123:abc')).toBe(rotated.fingerprint(' 123:abc\n'));
    expect(hashSecret('123:abc')).toMatch(/^[0-9a-f]{64}$/);
    expect(hashSecret('123:abc')).not.toBe(hashSecret('123:abd'));
  });
});

function sameBytes(one: string, other: string): boolean {
  return (
    one === other || (one.length > 8 && Buffer.from(one, 'base64url').equals(Buffer.from(other, 'base64url')))
  );
}
