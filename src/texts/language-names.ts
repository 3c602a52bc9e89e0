import { texts } from './texts.js';

/**
 * The name of a language, said in another: "казахский", "Kazakh", "қазақ тілі".
 *
 * @param code as messengers give it: "kk", "pt-br"
 * @returns the code itself when it names no known language
 */
export function formatLanguage(language: string, code: string): string {
  const names = new Intl.DisplayNames(texts(language).locale, { type: 'language', fallback: 'code' });
  try {
    return names.of(code) ?? code;
  } catch {
    // Whatever a messenger may send: what is no code of a language makes Intl throw.
    return code;
  }
}
