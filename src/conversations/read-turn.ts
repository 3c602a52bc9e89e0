import { claimStatement } from './claim-turn.js';
import type { ClaimedTurn, TurnClaim, TurnIds } from './claim-turn.js';
import { linesStatement, unreadOf } from './read-lines.js';
import type { Line } from './read-lines.js';
import { profileFrom, profileStatement } from '../clients/client-profile.js';
import type { ClientProfile, ProfileRow } from '../clients/client-profile.js';
import { intentsStatement } from '../intents/load-intents.js';
import type { Intent } from '../intents/load-intents.js';
import { hearingWaitMs } from '../messages/hearing.js';
import type { Database, Sql } from '../shared/database.js';
import { plusMs } from '../shared/durations.js';

/** Everything a turn decides by. */
export type TurnContext = {
  profile: ClientProfile;
  intents: readonly Intent[];
  /** What was said last, oldest first, the unread included. */
  lines: readonly Line[];
  /** The user's lines that no turn has read. */
  unread: readonly Line[];
  /** The turn reads everything up to this seq. */
  through: number;
};

/** What a turn decides by, as the database gives it. */
export type TurnRows = [newestFirst: Line[], profile: ProfileRow[], intents: Intent[]];

/**
 * Claims a conversation's turn if one is due and nobody has it, and reads what it needs, in one round trip. A crash of
 * PostgreSQL may undo the claim: then nobody has the turn, and whoever thought so can't commit it.
 *
 * @param now business time
 * @returns undefined when there is nothing to do here
 */
export async function claimTurn(
  db: Database,
  claim: TurnClaim,
  now: Date,
): Promise<{ turn: ClaimedTurn; rows: TurnRows } | undefined> {
  const statements = [claimStatement(claim, now), ...readStatements(claim)];
  const [[turn], ...rows] = await db.atOnce<[ClaimedTurn, Line, ProfileRow, Intent]>(
    statements,
    'crash_may_undo',
  );
  return turn && { turn, rows };
}

/** Reads again what a claimed turn needs. */
export async function readTurn(db: Database, turn: ClaimedTurn): Promise<TurnRows> {
  return db.atOnce<[Line, ProfileRow, Intent]>(readStatements(turn));
}

function readStatements(ids: TurnIds): Sql[] {
  return [linesStatement(ids), profileStatement(ids.client_id), intentsStatement(ids.client_id)];
}

/**
 * What is read as it is now. A voice note that is being heard is as one that has not come: it and what stands after it is
 * left to the turn that waits for it.
 *
 * @throws EstafetaError `client_unknown` when the client is gone
 */
export function contextOf(
  turn: ClaimedTurn,
  [newestFirst, profile, intents]: TurnRows,
  now: Date,
): TurnContext {
  const all = newestFirst.toReversed();
  const unheard = unreadOf(all, turn).find(
    ({ is_unheard, created_at }) => is_unheard && created_at > plusMs(now, -hearingWaitMs),
  );
  const lines = all.filter(({ seq }) => unheard === undefined || seq < unheard.seq);
  return {
    profile: profileFrom(profile, turn.client_id),
    intents,
    lines,
    unread: unreadOf(lines, turn),
    through: lines.at(-1)?.seq ?? turn.turn_read_seq,
  };
}
