import { queuePost } from './queue-post.js';
import { ensureTopic } from './topic-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { HandoverRow } from '../handovers/handover-row.js';
import type { Actor } from '../handovers/write-decision.js';
import type { Queryable } from '../shared/database.js';

/**
 * Queues the line that tells whose a request is now: it calls the manager it was handed to, or all of them when it is
 * back in the queue. Who took it themselves need not be told.
 */
export async function queueHandedOn(
  tx: Queryable,
  { profile, handover, by, now }: { profile: ClientProfile; handover: HandoverRow; by: Actor; now: Date },
): Promise<void> {
  const { id, user_id, manager_id } = handover;
  if (manager_id !== null && manager_id === by?.id) return;
  const made = await ensureTopic(tx, { profile, user_id });
  if (!made) return;
  await queuePost(
    tx,
    {
      client_id: profile.id,
      telegram_chat_id: made.topic.telegram_chat_id,
      topic_id: made.topic.id,
      kind: 'handed_on',
      dedupe_key: `handed_on:${id}:${manager_id ?? 'queue'}:${now.getTime()}`,
      handover_id: id,
      payload: { manager_id, by: by?.name ?? null },
    },
    now,
  );
}
