import { ringAfter } from './ring-after.js';
import { triggerTypeOf } from './handover-types.js';
import type { HandoverReason } from './handover-types.js';
import { requestHandover } from './request-handover.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, UserId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

type Deferred = { user_id: UserId; deferred_reason: HandoverReason; deferred_at: Date | null };

/**
 * The cooldown is over: opens the request it held back, unless a person, or the bot with a real answer (no notice), has
 * answered the user since. The wait begins now: until now the bot was there for the user.
 */
export async function openDeferredHandover(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  { client_id, conversation_id }: { client_id: ClientId; conversation_id: ConversationId },
): Promise<void> {
  const now = tools.clock.now();
  const profile = await loadClientProfile(tools.db, client_id);
  const user_id = await tools.db.transaction(async (tx) => {
    const deferred = await claim(tx, { client_id, conversation_id, now });
    if (!deferred || (await wasAnswered(tx, { client_id, ...deferred }))) return null;
    const reason = deferred.deferred_reason;
    await requestHandover(tx, {
      profile,
      conversation_id,
      user_id: deferred.user_id,
      reason,
      trigger_type: triggerTypeOf(reason, 'classifier'),
      explicit: true,
      summary: null,
      opening_message_at: now,
      now,
    });
    return deferred.user_id;
  });
  if (user_id) await ringAfter(tools, { profile, user_id });
}

async function claim(
  tx: Queryable,
  { client_id, conversation_id, now }: { client_id: ClientId; conversation_id: ConversationId; now: Date },
): Promise<Deferred | undefined> {
  return tx.maybeOne<Deferred>(sql`
    WITH due AS (
      SELECT id, user_id, deferred_reason, deferred_at FROM conversations
      WHERE client_id = ${client_id} AND id = ${conversation_id} AND deferred_until <= ${now} FOR UPDATE
    )
    UPDATE conversations c SET deferred_until = NULL, deferred_reason = NULL, deferred_at = NULL
    FROM due WHERE c.client_id = ${client_id} AND c.id = due.id AND c.deferred_until IS NOT NULL
    RETURNING due.user_id, due.deferred_reason, due.deferred_at`);
}

async function wasAnswered(
  tx: Queryable,
  { client_id, user_id, deferred_at }: Deferred & { client_id: ClientId },
): Promise<boolean> {
  const { answered } = await tx.one<{ answered: boolean }>(sql`
    SELECT EXISTS (SELECT FROM messages
      WHERE client_id = ${client_id} AND user_id = ${user_id} AND created_at > ${deferred_at}
        AND role IN ('assistant', 'manager') AND notice IS NULL AND delivery_status NOT IN ('dropped', 'failed')) AS answered`);
  return answered;
}
