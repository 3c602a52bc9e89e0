import type { StyledText } from './styled-text.js';
import type { Texts } from '../texts/text-shape.js';

/** Enough to see what was changed; the whole is kept with the message. */
const longestExcerpt = 200;

/** Under an edited line: what it said before, if it said anything. */
export function earlierText({ topic }: Texts, previous_content: string | null): StyledText {
  if (!previous_content) return [];
  const letters = [...previous_content];
  const excerpt =
    letters.length > longestExcerpt ? `${letters.slice(0, longestExcerpt).join('')}…` : previous_content;
  return [{ text: '\n' }, { text: topic.was(excerpt), look: 'quote' }];
}
