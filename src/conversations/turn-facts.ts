import type { ClaimedTurn } from './claim-turn.js';
import type { Line } from './read-lines.js';
import type { TurnContext } from './read-turn.js';
import type { TurnFacts } from './route.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { asksForHuman, compileKeywords, matchesKeyword, saysNo } from '../intents/keywords.js';
import { guessLanguage } from '../intents/language.js';
import { isPleasantry } from '../intents/pleasantries.js';
import { minutesBetween } from '../shared/durations.js';
import type { MessageId } from '../shared/ids.js';

/** The unread messages, told apart without a model. */
export type Sorted = {
  /** Thanks, emoji, reactions, ratings: read and passed over. */
  pleasantries: ReadonlySet<MessageId>;
  /** Somebody pressed or wrote /start. */
  isStart: boolean;
  /** Somebody wrote /help. */
  asksForHelp: boolean;
  /** What asks for something, oldest first. */
  questions: readonly Line[];
};

/**
 * Tells pleasantries, /start, /help and questions apart.
 *
 * @param rating the message that is a rating: it asks for as little as thanks do
 */
export function sortUnread(unread: readonly Line[], rating: MessageId | null): Sorted {
  const isThanks = ({ id, kind, content, command, is_rating }: Line): boolean =>
    id === rating || is_rating || (command === null && isPleasantry({ kind, text: content }));
  const pleasantries = new Set(unread.filter(isThanks).map(({ id }) => id));
  return {
    pleasantries,
    isStart: unread.some(({ command }) => command === 'start'),
    asksForHelp: unread.some(({ command }) => command === 'help'),
    questions: unread.filter(
      ({ id, command }) => !pleasantries.has(id) && command !== 'start' && command !== 'help',
    ),
  };
}

/** What is known of the questions without a model, for the route. */
export function turnFacts(
  questions: readonly Line[],
  turn: ClaimedTurn,
  { profile }: TurnContext,
  now: Date,
): TurnFacts {
  const { handover_keywords, max_answer_age_minutes } = profile.settings;
  const keywords = compileKeywords(handover_keywords);
  const texts = questions.map(({ content }) => content);
  const newest = questions.at(-1);
  const { no_count, not_understood_count, out_of_scope_count } = turn;
  return {
    messages: questions.map(({ kind, content }) => ({ kind, text: content })),
    is_pleasantry: questions.length === 0,
    has_keyword: texts.some((text) => matchesKeyword(keywords, text)),
    asks_for_human: askedBy(questions, languagesOf(questions, turn, profile)),
    says_no: texts.length > 0 && texts.every((text) => saysNo(text)),
    is_stale: newest !== undefined && minutesBetween(newest.said_at, now) >= max_answer_age_minutes,
    counters: { no_count, not_understood_count, out_of_scope_count },
  };
}

/** The languages in which words of the user are understood: the client's, the user's and the one they are written in. */
export function languagesOf(
  questions: readonly Line[],
  turn: ClaimedTurn,
  { language }: ClientProfile,
): string[] {
  const written = guessLanguage(questions.map(({ content }) => content).join('\n'));
  return [language, turn.user_language, written].filter((code) => code !== null);
}

function askedBy(questions: readonly Line[], languages: readonly string[]): TurnFacts['asks_for_human'] {
  const command = questions.find((line) => line.command === 'human');
  if (command) return command.kind === 'button' ? 'button' : 'command';
  return questions.some(({ content }) => asksForHuman(content, languages)) ? 'word' : null;
}
