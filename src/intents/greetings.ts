import { everydayPhrases } from './everyday-phrases.js';
import { isMadeOf, phraseBook } from './phrase-book.js';

const greetings = phraseBook(
  everydayPhrases.flatMap((phrases) => phrases.greeting.said),
  everydayPhrases.flatMap((phrases) => phrases.greeting.around),
);

/** Whether a whole message greets, in any built-in language, and asks nothing yet: "good evening!", "hi, anyone there?" */
export function isGreeting(text: string): boolean {
  return isMadeOf(greetings, text);
}
