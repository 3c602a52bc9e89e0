import { cleanText } from './clean-text.js';
import { isVisible, shortened } from './split-text.js';

/** Shown where a text has nothing the eye can see: messengers refuse such a message. */
export const standIn = '▫️';

/** A text as one line, never empty. @param limit the most UTF-16 units it may have */
export function oneLine(text: string, limit: number): string {
  const line = shortened(cleanText(text).replace(/\s+/g, ' '), limit);
  return isVisible(line) ? line : standIn;
}
