/** What a client says in words of its own: one text for all languages, and texts for some of them. */
export type Wording = {
  /** For every language that has no text here; null: there is none. */
  text: string | null;
  /** By two-letter code. */
  by_language: Readonly<Record<string, string>>;
};

/** As a client file has it: a text for all languages, or texts by language, with `all` for the others. */
export type WrittenWording = string | Readonly<Record<string, string>>;

/** The key of the text for all languages. */
export const forAll = 'all';

/**
 * The client's own text for who reads a language.
 *
 * @param language two letters
 * @returns the text, and the language it was written for (null: for all); null when there is neither
 */
export function ownText(
  { text, by_language }: Wording,
  language: string,
): { text: string; language: string | null } | null {
  const own = by_language[language];
  if (own !== undefined) return { text: own, language };
  return text === null ? null : { text, language: null };
}

/**
 * The client's own text where something has to be said: in the first of the languages, else the one for all, else in any.
 *
 * @param languages two letters each, the reader's and then the client's
 * @returns empty when the client has no text at all
 */
export function anyText(wording: Wording, [language = '', ...others]: readonly string[]): string {
  const own = ownText(wording, language);
  if (own) return own.text;
  const { by_language } = wording;
  const known = others.find((other) => by_language[other] !== undefined);
  return by_language[known ?? Object.keys(by_language).toSorted()[0] ?? ''] ?? '';
}

/** A wording as a client file has it; null when there is no text in it. */
export function asWritten({ text, by_language }: Wording): WrittenWording | null {
  if (Object.keys(by_language).length === 0) return text;
  return { ...(text !== null && { [forAll]: text }), ...by_language };
}

/** The wording a client file means. */
export function wordingOf(written: WrittenWording): Wording {
  if (typeof written === 'string') return { text: written, by_language: {} };
  const { [forAll]: text = null, ...by_language } = written;
  return { text, by_language };
}
