import type { FailedUpdate } from '../src/integrations/failed-updates.js';
import { msOfSeconds } from '../src/shared/durations.js';
import { EstafetaError } from '../src/shared/errors.js';

const longestError = 100;

/** Updates as a table for the screen, without a word of what people wrote. */
export function updatesTable(updates: readonly FailedUpdate[]): string {
  if (updates.length === 0) return 'Nothing is set aside: every update was handled.';
  const rows = updates.map((update) => [
    shortId(update),
    update.created_at.toISOString().slice(0, 16).replace('T', ' '),
    update.client ?? '-',
    sourceOf(update),
    update.kind ?? '-',
    stateOf(update),
    errorOf(update),
  ]);
  const head = ['id', 'when (UTC)', 'client', 'source', 'kind', 'replayed', 'error'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What came of an update that somebody wanted handled once more, and what to do if nothing did. */
export function outcomeText(update: FailedUpdate): string {
  return `${shortId(update)}  ${outcomeOf(update)}`;
}

/** A holder takes over within 15 seconds, and each asks once a second. */
const patienceMs = msOfSeconds(20);
/** A holder whose token is refused, or that waits for Telegram, handles nothing. */
const longPatienceMs = msOfSeconds(60);

/**
 * Whether it makes no sense to wait longer.
 *
 * @param open what was asked for and is not done
 * @param idleMs for how long none was done
 */
export function isHopeless(open: readonly FailedUpdate[], idleMs: number): boolean {
  return idleMs > (open.some(({ is_held }) => is_held) ? longPatienceMs : patienceMs);
}

/**
 * Those whose ids begin as the words do.
 *
 * @throws EstafetaError `update_unknown`, `update_ambiguous`
 */
export function chosenUpdates(updates: readonly FailedUpdate[], words: readonly string[]): FailedUpdate[] {
  const chosen = words.map((word) => {
    const [found, ...more] = updates.filter(({ id }) => id.startsWith(word.toLowerCase()));
    if (!found) {
      throw new EstafetaError({
        code: 'update_unknown',
        message: `There is no update ${word} that waits.`,
        whatToDo: 'See which there are: npm run estafeta -- updates list --all',
      });
    }
    if (more.length > 0) {
      throw new EstafetaError({
        code: 'update_ambiguous',
        message: `${more.length + 1} updates begin with ${word}: ${[found, ...more].map(({ id }) => id).join(', ')}`,
        whatToDo: 'Write more of the id.',
      });
    }
    return found;
  });
  return [...new Set(chosen)];
}

/** Enough of the id to name it by. */
function shortId({ id }: Pick<FailedUpdate, 'id'>): string {
  return id.slice(0, 8);
}

function sourceOf({ integration, source }: FailedUpdate): string {
  return integration === null ? source.slice(0, 'telegram:'.length + 8) : `telegram/${integration}`;
}

function stateOf({ replayed_at, replay_requested_at, is_connected }: FailedUpdate): string {
  if (replayed_at) return 'yes';
  if (replay_requested_at) return 'asked for';
  return is_connected ? 'no' : 'no bot';
}

function outcomeOf(update: FailedUpdate): string {
  if (update.replayed_at) return 'handled';
  if (!update.is_connected)
    return 'its bot belongs to no client any more. Apply the client file that names it, or throw this away: updates discard';
  if (update.replay_requested_at && update.is_held)
    return 'its bot does not get to it. It stays asked for: see what is wrong with the bot (client list)';
  if (update.replay_requested_at)
    return 'no running process holds its bot. It stays asked for: start one (start --role bots), or see what is wrong with the bot (client list)';
  return `failed again: ${errorOf(update)}`;
}

/** One line, and nothing a terminal would obey. */
function errorOf({ error }: FailedUpdate): string {
  const line = error.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > longestError ? `${line.slice(0, longestError - 1)}…` : line;
}
