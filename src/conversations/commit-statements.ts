import type { ClaimedTurn } from './claim-turn.js';
import type { TurnContext } from './read-turn.js';
import type { Counters } from './route.js';
import type { TurnDecision } from './turn-decision.js';
import { sql } from '../shared/database.js';
import type { Sql } from '../shared/database.js';

/** What a turn decided over what it had read. */
export type Commit = { turn: ClaimedTurn; context: TurnContext; decision: TurnDecision; now: Date };

/** Whether the turn found out anything about what it read. */
export function hasReading({ context, decision }: Commit): boolean {
  return context.unread.length > 0 && (decision.reading !== null || decision.pleasantries.size > 0);
}

/** Intent, confidence and language stand with the messages they were found in. Ends in a WHERE. */
export function keepReading({ turn, context, decision: { reading, pleasantries } }: Commit): Sql {
  const found = [...(reading?.found ?? [])];
  const place = sql`array_position(${found.map(([seq]) => seq)}::int[], seq)`;
  return sql`
    UPDATE messages
    SET is_pleasantry = id = ANY(${[...pleasantries]}::uuid[]),
        intent = CASE WHEN id = ANY(${[...pleasantries]}::uuid[]) THEN intent
          ELSE coalesce((${found.map(([, { intent }]) => intent)}::text[])[${place}], intent) END,
        confidence = CASE WHEN id = ANY(${[...pleasantries]}::uuid[]) THEN confidence
          ELSE coalesce((${found.map(([, { confidence }]) => confidence)}::numeric[])[${place}], confidence) END,
        language_code = coalesce(${reading?.language ?? null}, language_code)
    WHERE client_id = ${turn.client_id} AND conversation_id = ${turn.conversation_id}
      AND seq = ANY(${context.unread.map(({ seq }) => seq)}::int[])`;
}

type Finish = {
  isMoreUnread: boolean;
  /** Left as they are: null. */
  counters: Counters | null;
  hasAnswered: boolean;
  /** How many messages take their seq here. */
  saying: 0 | 1;
};

/**
 * The turn is over: read through, its claim given up, due again only when more has come. An answer settles what had been
 * put off. A message that came in while a topic was being made is shown after all. Ends in a WHERE.
 */
export function finishTurn(
  { turn, context, now }: Commit,
  { isMoreUnread, counters, hasAnswered, saying }: Finish,
): Sql {
  return sql`
    UPDATE conversations c
    SET turn_read_seq = greatest(turn_read_seq, ${context.through}::int), turn_token = NULL, turn_lease_until = NULL,
      turn_attempts = 0,
      turn_due_at = CASE WHEN ${isMoreUnread}::boolean THEN greatest(coalesce(turn_due_at, ${now}), hearing_until) END,
      turn_waiting_since = CASE WHEN ${isMoreUnread}::boolean THEN ${now}::timestamptz END,
      no_count = coalesce(${counters?.no_count ?? null}::int, no_count),
      not_understood_count = coalesce(${counters?.not_understood_count ?? null}::int, not_understood_count),
      out_of_scope_count = coalesce(${counters?.out_of_scope_count ?? null}::int, out_of_scope_count),
      deferred_until = CASE WHEN ${hasAnswered}::boolean THEN NULL ELSE deferred_until END,
      deferred_reason = CASE WHEN ${hasAnswered}::boolean THEN NULL ELSE deferred_reason END,
      deferred_at = CASE WHEN ${hasAnswered}::boolean THEN NULL ELSE deferred_at END,
      last_seq = last_seq + ${saying}::int,
      last_message_at = CASE WHEN ${saying}::int > 0 THEN ${now} ELSE last_message_at END,
      mirror_due_at = CASE WHEN mirror_due_at IS NULL AND mirrored_seq < last_seq + ${saying}::int
          AND EXISTS (SELECT FROM topics t WHERE t.client_id = c.client_id AND t.user_id = c.user_id)
        THEN ${now} ELSE mirror_due_at END
    WHERE client_id = ${turn.client_id} AND id = ${turn.conversation_id}`;
}
