import type { ClaimedTurn } from './claim-turn.js';
import { readLines, unreadOf } from './read-lines.js';
import type { Line } from './read-lines.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { loadIntents } from '../intents/load-intents.js';
import type { Intent } from '../intents/load-intents.js';
import type { Queryable } from '../shared/database.js';

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

/** Reads what a claimed turn needs, in one go. */
export async function readTurn(db: Queryable, turn: ClaimedTurn): Promise<TurnContext> {
  const [profile, intents, lines] = await Promise.all([
    loadClientProfile(db, turn.client_id),
    loadIntents(db, turn.client_id),
    readLines(db, turn),
  ]);
  const unread = unreadOf(lines, turn);
  return { profile, intents, lines, unread, through: lines.at(-1)?.seq ?? turn.turn_read_seq };
}
