import { z } from 'zod';
import { because, inForm } from '../../../src/shared/field-problem.js';
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

  it('brings the numbers that words in another language need', () => {
    expect(refused({ name: 'longer' }).reasonParams).toEqual({ name: { maximum: 5 } });
    expect(refused({ name: 'a', examples: ['b'] }).reasonParams).toEqual({ 'examples.0': { minimum: 2 } });
    expect(refused({ name: 'a', limit: 0 })).toMatchObject({
      reasons: { limit: 'too_small' },
      reasonParams: { limit: { minimum: 1 } },
    });
    const many = ['one', 'two', 'three', 'four'];
    expect(refused({ name: 'a', examples: many })).toMatchObject({
      reasons: { examples: 'too_many' },
      reasonParams: { examples: { maximum: 3 } },
    });
  });

  it('tells what a schema checks by itself by the reason the check names', () => {
    const name = inForm(z.string(), /^[a-z]+$/, { reason: 'no_name', message: 'must be letters' });
    const hours = z.record(
      z.string().refine((key) => key === 'mon', because({ reason: 'no_day', message: 'is no day' })),
      z.string(),
    );
    const { error } = z.object({ name, hours }).safeParse({ name: 'A1', hours: { moon: '9-18' } });
    const { fields, reasons } = FieldsInvalid.of(error?.issues ?? []);
    expect(fields['name']).toBe('must be letters');
    expect(reasons).toEqual({ name: 'no_name', 'hours.moon': 'no_day' });
  });

  it('is called invalid where no words are known for it', () => {
    const odd = z.object({ rows: z.map(z.string(), z.string()).refine((rows) => rows.size > 0, 'is odd') });
    const { error } = odd.safeParse({ rows: new Map() });
    expect(FieldsInvalid.of(error?.issues ?? [])).toMatchObject({
      fields: { rows: 'is odd' },
      reasons: { rows: 'invalid' },
    });
  });

  it('stands in the message too, a line for each field', () => {
    const both = new FieldsInvalid({
      name: { reason: 'taken', message: 'is taken already' },
      text: { said: 'ist seltsam' },
    });
    expect(both).toMatchObject({
      message: 'name: is taken already\ntext: ist seltsam',
      fields: { name: 'is taken already', text: 'ist seltsam' },
      reasons: { name: 'taken' },
    });
  });
});
