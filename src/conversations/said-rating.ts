import type { Line } from './read-lines.js';
import { ratingHours, starsSaid } from '../handovers/stars.js';
import type { Stars } from '../handovers/stars.js';
import { isPleasantry } from '../intents/pleasantries.js';
import { msOfHours } from '../shared/durations.js';
import type { HandoverId, MessageId } from '../shared/ids.js';

/** A lone digit with which a user answered the question for a rating. */
export type SaidRating = { message_id: MessageId; handover_id: HandoverId; stars: Stars };

/**
 * The rating among unread messages: a lone digit, and nothing but thanks and ratings between it and the question. A digit
 * after anything else that was said, by either side, is an ordinary message, and so is one that comes a day late.
 *
 * @param lines everything said last, oldest first, the unread included
 */
export function saidRating(lines: readonly Line[], unread: readonly Line[]): SaidRating | null {
  const answer = unread.find((line) => !saysNothing(line));
  const stars = answer?.kind === 'text' ? starsSaid(answer.content) : null;
  if (!answer || stars === null) return null;
  const before = lines.slice(0, lines.indexOf(answer));
  // Thanks for a rating leave the question as open as it was.
  const asked = before.findLast(({ role, notice }) => role !== 'user' && notice !== 'rated');
  if (asked?.notice !== 'rating' || asked.handover_id === null) return null;
  const isNext = before
    .slice(before.indexOf(asked) + 1)
    .every((line) => line.role !== 'user' || saysNothing(line) || isDigit(line));
  const isInTime = answer.created_at.getTime() - asked.created_at.getTime() < msOfHours(ratingHours);
  return isNext && isInTime ? { message_id: answer.id, handover_id: asked.handover_id, stars } : null;
}

/** Thanks, or a star that was pressed: neither ends the time for a rating. */
function saysNothing({ kind, content, command, is_rating }: Line): boolean {
  return is_rating || (command === null && isPleasantry({ kind, text: content }));
}

/** A rating that this one takes the place of. */
function isDigit({ kind, content }: Line): boolean {
  return kind === 'text' && starsSaid(content) !== null;
}
