import { idlePriority, queuePost } from './queue-post.js';
import { queueRecap } from './recap.js';
import { ensureTopic } from './topic-row.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId, UserId } from '../shared/ids.js';
import { newerVersion } from './newer-version.js';

type CardOf = { id: HandoverId; user_id: UserId; conversation_id: ConversationId };

/**
 * Queues the card of a request, or a newer version of it, in the user's topic; a topic that is made for it gets a recap
 * of what was said before. Without a group the card waits: {@link ensureCards} queues it when there is one.
 */
export async function queueCard(
  tx: Queryable,
  { profile, handover, now }: { profile: ClientProfile; handover: CardOf; now: Date },
): Promise<void> {
  const made = await ensureTopic(tx, { profile, user_id: handover.user_id });
  if (!made) return;
  const { topic, is_new } = made;
  await queuePost(
    tx,
    {
      client_id: profile.id,
      telegram_chat_id: topic.telegram_chat_id,
      topic_id: topic.id,
      kind: 'card',
      dedupe_key: `card:${handover.id}`,
      handover_id: handover.id,
    },
    now,
  );
  if (is_new)
    await queueRecap(tx, { topic, conversation_id: handover.conversation_id, key: handover.id, now });
}

/** Renders the card of the user's open request anew: something about the user has changed. */
export async function refreshCard(
  tx: Queryable,
  of: { client_id: ClientId; user_id: UserId },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET due_at = ${now}, ${newerVersion}
    FROM handovers h
    WHERE h.client_id = ${of.client_id} AND h.user_id = ${of.user_id} AND h.status IN ('pending', 'active')
      AND p.client_id = h.client_id AND p.dedupe_key = 'card:' || h.id`);
}

/**
 * Brings the cards of open requests up to date that stand in the groups of a connection: it has just begun, perhaps after
 * a long while or with another version of the program, and what a card says and offers may be old. They go when nothing
 * else wants the group's budget.
 *
 * @returns how many
 */
export async function refreshOpenCards(db: Queryable, sender_key: string, now: Date): Promise<number> {
  const rows = await db.query(sql`
    UPDATE topic_posts p SET version = p.version + 1, due_at = ${now}, status = 'queued', priority = ${idlePriority}
    FROM handovers h, client_settings s
    WHERE 'telegram:' || s.telegram_bot_token_hash = ${sender_key} AND p.client_id = s.client_id
      AND p.telegram_chat_id = s.telegram_chat_id AND p.kind = 'card' AND p.status = 'sent' AND p.external_id IS NOT NULL
      AND h.client_id = p.client_id AND h.id = p.handover_id AND h.status IN ('pending', 'active')
    RETURNING p.id`);
  return rows.length;
}

/** Renders the card of the user's newest request anew, open or not: something about the user has changed. */
export async function refreshNewestCard(
  tx: Queryable,
  of: { client_id: ClientId; user_id: UserId },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET due_at = ${now}, ${newerVersion}
    WHERE p.client_id = ${of.client_id} AND p.dedupe_key = 'card:' || (
      SELECT h.id FROM handovers h WHERE h.client_id = ${of.client_id} AND h.user_id = ${of.user_id}
      ORDER BY h.created_at DESC LIMIT 1)`);
}

/**
 * Queues the cards of open requests that have none in the client's group of today, e.g. once a group was named. What
 * still waited for a group the client has left is dropped.
 */
export async function ensureCards(tx: Queryable, profile: ClientProfile, now: Date): Promise<void> {
  const { telegram_chat_id } = profile.settings;
  if (!telegram_chat_id) return;
  await tx.query(sql`
    UPDATE topic_posts SET status = 'dropped'
    WHERE client_id = ${profile.id} AND telegram_chat_id <> ${telegram_chat_id} AND status = 'queued'`);
  const waiting = await tx.query<CardOf>(sql`
    SELECT h.id, h.user_id, h.conversation_id FROM handovers h
    WHERE h.client_id = ${profile.id} AND h.status IN ('pending', 'active') AND NOT EXISTS (
      SELECT FROM topic_posts p WHERE p.client_id = h.client_id AND p.dedupe_key = 'card:' || h.id
        AND p.telegram_chat_id = ${telegram_chat_id})
    ORDER BY h.created_at`);
  for (const handover of waiting) await queueCard(tx, { profile, handover, now });
}
