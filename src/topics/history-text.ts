import { albumInWords, byAlbum, speaker } from './message-lines.js';
import type { ShownMessage } from './message-lines.js';
import type { StyledText } from './styled-text.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { formatDay, formatTime } from '../texts/moments.js';
import type { Texts } from '../texts/text-shape.js';

type Reader = { words: Texts; profile: ClientProfile };

/**
 * A stretch of a conversation to be read: a line for each message, an album in one, with its time and who said it, and a
 * heading where a new day begins.
 *
 * @param longestLine characters of one message
 */
export function historyText(
  reader: Reader,
  messages: readonly ShownMessage[],
  longestLine: number,
): StyledText {
  let day = '';
  return byAlbum(messages).flatMap((said): StyledText => {
    const [first] = said;
    if (!first) return [];
    const ownDay = formatDay(reader.profile.language, first.created_at, reader.profile.timezone, false);
    const heading: StyledText = ownDay === day ? [] : [{ text: `\n— ${ownDay} —`, look: 'italic' }];
    day = ownDay;
    return [...heading, ...line(reader, first, said, longestLine)];
  });
}

function line(
  { words, profile }: Reader,
  first: ShownMessage,
  said: readonly ShownMessage[],
  longestLine: number,
): StyledText {
  const by = speaker(words, first) ?? first.user_name ?? words.card.nameless;
  return [
    { text: `\n${formatTime(profile.language, first.created_at, profile.timezone)} ` },
    { text: `${by}: `, look: 'bold' },
    ...albumInWords(words, said).map((part) => ({ ...part, text: shortened(part.text, longestLine) })),
  ];
}

function shortened(text: string, length: number): string {
  const letters = [...text];
  return letters.length > length ? `${letters.slice(0, length).join('')}…` : text;
}
