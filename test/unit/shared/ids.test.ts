import fc from 'fast-check';
import type { HandoverId } from '../../../src/shared/ids.js';
import { idFrom, idSchema, isUuid, longId, newId, shortId } from '../../../src/shared/ids.js';

describe('The short form of an id', () => {
  it('turns back into the id, for every id', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const short = shortId(id as HandoverId);
        expect(short).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(longId(short)).toBe(id);
      }),
    );
  });

  it('is refused when somebody made it up', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = longId<HandoverId>(text);
        if (id !== null) expect(shortId(id)).toBe(text);
      }),
    );
    expect(longId('')).toBeNull();
    expect(longId('AAAAAAAAAAAAAAAAAAAAAB')).toBeNull();
  });
});

describe('An id from outside', () => {
  it('is taken in any case and kept as PostgreSQL prints it', () => {
    const id = newId<HandoverId>();
    expect(idFrom<HandoverId>(id.toUpperCase(), 'handover')).toBe(id);
    expect(isUuid(id)).toBe(true);
    expect(idSchema<HandoverId>().parse(id)).toBe(id);
  });

  it('is refused with what it should have been', () => {
    expect(() => idFrom('42', 'handover')).toThrow(/id of a handover: "42"/);
    expect(idSchema<HandoverId>().safeParse('42').success).toBe(false);
  });
});
