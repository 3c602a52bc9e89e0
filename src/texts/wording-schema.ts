import { z } from 'zod';
import { languages } from './texts.js';
import { forAll } from './wording.js';
import { because } from '../shared/field-problem.js';

const empty = 'must not be empty';
const inLanguages = (keys: readonly string[]): string => `must be a text, or texts by ${keys.join(', ')}`;
const noLanguage = (keys: readonly string[]): string => `is no language; there is ${keys.join(', ')}`;

/** Holds texts by language: languages there are texts in, and no text that says nothing. */
export function textsByLanguage(text: z.ZodString, also: readonly string[] = []) {
  const keys = [...languages, ...also];
  return z.record(
    z
      .string()
      .refine(
        (key) => keys.includes(key),
        because({ reason: 'no_language', params: { allowed: keys }, message: noLanguage(keys) }),
      ),
    text.min(1, empty),
    {
      error: ({ code }) => (code === 'invalid_key' ? noLanguage(keys) : undefined),
    },
  );
}

/** Holds a wording as a client file has it: a text, or texts by language of which there is at least one. */
export function writtenWording(text: z.ZodString) {
  const keys = [forAll, ...languages];
  return z.union(
    [
      text,
      textsByLanguage(text, [forAll]).refine(
        (given) => Object.keys(given).length > 0,
        because({ reason: 'empty', message: inLanguages(keys) }),
      ),
    ],
    { error: () => inLanguages(keys) },
  );
}
