import { readdirSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EstafetaError } from '../shared/errors.js';
import { programFile } from '../shared/project-files.js';
import type { Texts } from './text-shape.js';

/** What people read when neither their own language nor their client's is known. */
const FALLBACK_LANGUAGE = 'en';

const byLanguage = await loadLanguages();

/** Two-letter codes of the languages there are texts in, in alphabetical order. */
export const languages: readonly string[] = [...byLanguage.keys()].toSorted();

/**
 * Everything people read in a language.
 * @param wanted language codes, the best first ("ru", "en-GB"; null and unknown ones are passed over), e.g. the
 *   user's and then the client's.
 * @returns the texts of the first one there is, else the English ones.
 */
export function texts(...wanted: readonly (string | null | undefined)[]): Texts {
  const language = knownLanguage(...wanted);
  const found = byLanguage.get(language);
  if (!found) throw faultyLanguage(language, ['it is missing']);
  return found;
}

/** The first of the wanted languages there are texts in (two letters), else English. */
export function knownLanguage(...wanted: readonly (string | null | undefined)[]): string {
  for (const code of wanted) {
    const short = code?.toLowerCase().split(/[-_]/)[0];
    if (short && byLanguage.has(short)) return short;
  }
  return FALLBACK_LANGUAGE;
}

/**
 * Where two languages differ in what they have: a key missing or extra, or of another type.
 * @returns one sentence a difference, with the key's path; empty when they agree.
 */
export function differences(reference: unknown, other: unknown, path = ''): string[] {
  if (other === undefined) return [`"${path}" is missing`];
  if (typeof reference !== typeof other) return [`"${path}" is a ${typeof other}, not a ${typeof reference}`];
  if (typeof reference !== 'object' || reference === null || other === null) return [];
  const expected = reference as Record<string, unknown>;
  const actual = other as Record<string, unknown>;
  // Plural forms differ by language on purpose.
  if (path.startsWith('units.'))
    return typeof actual['other'] === 'string' ? [] : [`"${path}.other" is missing`];
  const extra = Object.keys(actual).filter((key) => !(key in expected));
  return [
    ...extra.map((key) => `"${join(path, key)}" is not a known entry`),
    ...Object.keys(expected).flatMap((key) => differences(expected[key], actual[key], join(path, key))),
  ];
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function faultyLanguage(code: string, problems: readonly string[]): EstafetaError {
  return new EstafetaError({
    code: 'texts_invalid',
    message: `src/texts/languages/${code}: ${problems.join('; ')}`,
    whatToDo: 'Give it the same entries as src/texts/languages/en.',
  });
}

/** Reads every file of `languages/` (its themes lie in the folder beside it): a new language is named nowhere else. */
async function loadLanguages(): Promise<Map<string, Texts>> {
  const folder = programFile('src', 'texts', 'languages');
  const files = readdirSync(folder).filter((file) => /^[a-z]{2}\.[jt]s$/.test(file));
  const loaded = new Map<string, Texts>();
  for (const file of files) {
    const [code = ''] = file.split('.');
    const module = (await import(pathToFileURL(joinPath(folder, file)).href)) as { texts?: Texts };
    if (!module.texts) throw faultyLanguage(code, ['it must export "texts"']);
    loaded.set(code, module.texts);
  }
  const reference = loaded.get(FALLBACK_LANGUAGE);
  for (const [code, own] of loaded) {
    const problems = differences(reference, own);
    if (problems.length > 0) throw faultyLanguage(code, problems);
  }
  return loaded;
}
