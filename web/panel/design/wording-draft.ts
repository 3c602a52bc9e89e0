import { languageNames } from '../texts/use-texts.js';
import type { Wording } from '../../../src/texts/wording.js';

/** A wording in a form: what is empty is not there. */
export type WordingDraft = { text: string; by_language: Record<string, string> };

/** The languages of the panel, in the order they are shown. */
export const wordingLanguages = Object.keys(languageNames) as (keyof typeof languageNames)[];

/** What stands in the form; a language the panel doesn't know stays as it is. */
export function draftOfWording({ text, by_language }: Wording): WordingDraft {
  const empty = Object.fromEntries(wordingLanguages.map((language) => [language, '']));
  return { text: text ?? '', by_language: { ...empty, ...by_language } };
}

/** The wording a form means. */
export function wordingOfDraft({ text, by_language }: WordingDraft): Wording {
  const written = Object.entries(by_language).map(([language, own]) => [language, own.trim()] as const);
  return {
    text: text.trim() === '' ? null : text.trim(),
    by_language: Object.fromEntries(written.filter(([, own]) => own !== '')),
  };
}

/** Nothing is written in it. */
export function isBlank(draft: WordingDraft): boolean {
  const { text, by_language } = wordingOfDraft(draft);
  return text === null && Object.keys(by_language).length === 0;
}
