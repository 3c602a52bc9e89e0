import type { ClaimedTurn } from './claim-turn.js';
import { readConversation } from './read-lines.js';
import type { Line } from './read-lines.js';
import type { TurnContext } from './read-turn.js';
import { saidRating } from './said-rating.js';
import type { SaidRating } from './said-rating.js';
import { starsSaid } from '../handovers/stars.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId } from '../shared/ids.js';

/**
 * The rating among what a turn reads, as `saidRating` tells it. Where the conversation has begun with a lone digit, the
 * question may stand in the one before: a client may have them closed sooner than a rating is.
 */
export async function findRating(
  db: Queryable,
  turn: ClaimedTurn,
  { lines, unread }: Pick<TurnContext, 'lines' | 'unread'>,
): Promise<SaidRating | null> {
  const isDigit = ({ kind, content }: Line): boolean => kind === 'text' && starsSaid(content) !== null;
  const isOnlyUsers = lines.every(({ role, notice }) => role === 'user' || notice === 'rated');
  const before = isOnlyUsers && unread.some(isDigit) ? await linesBefore(db, turn) : [];
  return saidRating([...before, ...lines], unread);
}

async function linesBefore(
  db: Queryable,
  { client_id, user_id, integration_id }: ClaimedTurn,
): Promise<Line[]> {
  const last = await db.maybeOne<{ conversation_id: ConversationId }>(sql`
    SELECT id AS conversation_id FROM conversations
    WHERE client_id = ${client_id} AND user_id = ${user_id} AND integration_id = ${integration_id} AND status = 'closed'
    ORDER BY closed_at DESC LIMIT 1`);
  return last ? readConversation(db, { client_id, ...last }) : [];
}
