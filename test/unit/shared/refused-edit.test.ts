import { z } from 'zod';
import { FieldsInvalid } from '../../../src/shared/refused-edit.js';

const shape = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(5),
  examples: z.array(z.string().min(2)).max(3).default([]),
  limit: z.int().min(1).default(1),
});

const refused = (given: object): FieldsInvalid => {
  const { error } = shape.safeParse(given);
  return FieldsInvalid.of(error?.issues ?? []);
};

describe('What is wrong with fields', () => {
  it('is told in a sentence, and by a reason where somebody else can find the words for it', () => {
    expect(refused({ name: ' ' })).toMatchObject({
      fields: { name: 'must not be empty' },
      reasons: { name: 'empty' },
    });
    expect(refused({ name: 'longer' }).reasons).toEqual({ name: 'too_long' });
    expect(refused({ name: 'a', examples: ['b'] }).reasons).toEqual({ 'examples.0': 'too_short' });
  });

  it('has no reason where a sentence says more', () => {
    const { fields, reasons } = refused({ name: 'a', limit: 0 });
    expect(Object.keys(fields)).toEqual(['limit']);
    expect(reasons).toEqual({});
  });

  it('stands in the message too, a line for each field', () => {
    const both = new FieldsInvalid({
      name: { reason: 'taken', message: 'is taken already' },
      text: 'is odd',
    });
    expect(both).toMatchObject({
      message: 'name: is taken already\ntext: is odd',
      fields: { name: 'is taken already', text: 'is odd' },
      reasons: { name: 'taken' },
    });
  });
});
