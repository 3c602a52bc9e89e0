import type { MessageKind } from '../messages/message-kinds.js';
import { everydayPhrases } from './everyday-phrases.js';
import { isMadeOf, phraseBook } from './phrase-book.js';

const pleasantries = phraseBook(
  everydayPhrases.flatMap((phrases) => phrases.pleasantry.said),
  everydayPhrases.flatMap((phrases) => phrases.pleasantry.around),
);

const picture = /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
/** Smiles made of brackets, as in "спасибо)))", and ":-)", ":D", "xD". */
const smile = /[:;=xX]-?[)D]|\)/u;
const smiles = new RegExp(`(?:${smile.source}|\\s)+`, 'gu');
/** A die, a dart and their like, with what came out. */
const thrown = /^\s*[🎲🎯🏀⚽🎳🎰]\uFE0F?\s*\d{1,2}\s*$/u;
/** Asks for something whatever stands beside it: a question mark in any form, a cry for help. */
const asksSomething = /[?？؟⁇⁈⁉❓❔🆘]/u;
const letterOrDigit = /[\p{L}\p{N}]/u;

/**
 * Whether a message is no more than thanks, assent, a farewell, a reaction or an emoji: it wants no answer, so it opens
 * nothing, starts no clock and stops none. Decided by word lists in all built-in languages, without a model. Greetings
 * are none, and neither is a file, whatever its caption says.
 */
export function isPleasantry({ kind, text }: { kind: MessageKind; text: string | null }): boolean {
  // A sticker is a large emoji.
  if (kind === 'reaction' || kind === 'sticker') return true;
  if (kind !== 'text' || text === null || asksSomething.test(text)) return false;
  if (thrown.test(text)) return true;
  const withoutSmiles = text.replace(smiles, ' ');
  if (letterOrDigit.test(withoutSmiles)) return isMadeOf(pleasantries, withoutSmiles);
  return picture.test(text) || smile.test(text);
}
