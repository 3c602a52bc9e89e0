import { removeFilesOf, theseMessages } from './files-to-remove.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import { msOfMinutes, msOfSeconds, plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, MessageId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

type Keeping = { client_id: ClientId; /** What is older is forgotten. */ before: Date };

const mark = 'old_messages';
/** How often it is looked for what has become old; with much of it, much sooner. */
const everyMs = msOfMinutes(10);
const pauseMs = msOfSeconds(1);
/** Small, so that nobody waits long for a row that is being deleted. */
const batch = 500;
/** Of one client in a row, so that all have their turn. */
const batchesOfClient = 4;

/** Somebody still waits for a person, or talks to one: what was said stays until that has ended. */
const isOfOpenRequest = sql`EXISTS (
  SELECT FROM handovers h
  WHERE h.client_id = m.client_id AND h.user_id = m.user_id AND h.status IN ('pending', 'active')
    AND (h.conversation_id = m.conversation_id OR m.created_at >= h.created_at))`;

/**
 * Deletes what is older than its client keeps it (`retention_days`), in small batches: messages with their edits, files and
 * the rows of their posts, conversations of which nothing is left, what was summed up of requests that ended, and updates
 * that could not be handled. Who called whom when, and ratings, stay for the reports; what belongs to an open request stays
 * until it has ended.
 */
export async function forgetOldMessages({ db, clock }: Pick<Tools, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  const clients = await db.query<Keeping>(sql`
    SELECT client_id, ${now}::timestamptz - make_interval(days => retention_days) AS before FROM client_settings`);
  let isMore = false;
  for (const keeping of clients) {
    for (let number = 0; number < batchesOfClient; number += 1) {
      const rest = await forgetBatch(db, { ...keeping, now });
      if (!rest) break;
      if (number === batchesOfClient - 1) isMore = true;
    }
    await forgetBesideMessages(db, keeping);
  }
  await forgetNobodys(db, now);
  await db.query(sql`
    INSERT INTO done_marks (name, done_until) VALUES (${mark}, ${plusMs(now, isMore ? pauseMs : everyMs)})
    ON CONFLICT (name) DO UPDATE SET done_until = excluded.done_until`);
}

/** Rings once when it is time to look. Reads one row. */
export async function dueForgetting(db: Queryable, now: Date): Promise<Record<string, never>[]> {
  const row = await db.maybeOne<{ done_until: Date }>(
    sql`SELECT done_until FROM done_marks WHERE name = ${mark}`,
  );
  return row === undefined || row.done_until <= now ? [{}] : [];
}

/** @returns whether there may be more */
async function forgetBatch(
  db: Database,
  { client_id, before, now }: Keeping & { now: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const old = await tx.query<{ id: MessageId; conversation_id: ConversationId }>(sql`
      SELECT m.id, m.conversation_id FROM messages m
      WHERE m.client_id = ${client_id} AND m.created_at < ${before} AND NOT ${isOfOpenRequest}
      ORDER BY m.created_at LIMIT ${batch} FOR UPDATE OF m SKIP LOCKED`);
    if (old.length === 0) return false;
    const messages = theseMessages(old.map(({ id }) => id));
    await removeFilesOf(tx, { client_id, messages, now });
    await tx.query(
      sql`DELETE FROM message_edits WHERE client_id = ${client_id} AND message_id IN (${messages})`,
    );
    await tx.query(
      sql`DELETE FROM topic_posts WHERE client_id = ${client_id} AND message_id IN (${messages})`,
    );
    await tx.query(sql`DELETE FROM messages WHERE client_id = ${client_id} AND id IN (${messages})`);
    const touched = old.map(({ conversation_id }) => conversation_id);
    await forgetEmptied(tx, client_id, [...new Set(touched)]);
    return old.length === batch;
  });
}

/** Conversations that are over and of which no message is left: their posts go, and where nobody was called they themselves. */
async function forgetEmptied(
  tx: Queryable,
  client_id: ClientId,
  conversation_ids: readonly ConversationId[],
): Promise<void> {
  // Locked first, and read once more: with a conversation that somebody goes on with at this moment its new messages would go.
  const over = await tx.query<{ id: ConversationId }>(sql`
    SELECT c.id FROM conversations c
    WHERE c.client_id = ${client_id} AND c.id = ANY (${[...conversation_ids]}::uuid[]) AND c.status = 'closed'
    ORDER BY c.id FOR UPDATE`);
  const emptied = await tx.query<{ id: ConversationId }>(sql`
    SELECT c.id FROM conversations c
    WHERE c.client_id = ${client_id} AND c.id = ANY (${over.map(({ id }) => id)}::uuid[])
      AND NOT EXISTS (SELECT FROM messages m WHERE m.client_id = c.client_id AND m.conversation_id = c.id)`);
  const ids = emptied.map(({ id }) => id);
  const ended = sql`h.client_id = ${client_id} AND h.conversation_id = ANY (${ids}::uuid[]) AND h.resolved_at IS NOT NULL`;
  await tx.query(sql`
    DELETE FROM topic_posts p USING handovers h
    WHERE ${ended} AND p.client_id = h.client_id AND p.handover_id = h.id AND p.status <> 'sending'`);
  await tx.query(sql`
    DELETE FROM conversations c WHERE c.client_id = ${client_id} AND c.id = ANY (${ids}::uuid[])
      AND NOT EXISTS (SELECT FROM handovers h WHERE h.client_id = c.client_id AND h.conversation_id = c.id)`);
}

/**
 * What belongs to no message: what was summed up, managers' notes, answers to commands, what a linked phone remembers of what
 * it sent, updates that could not be handled.
 */
async function forgetBesideMessages(db: Database, { client_id, before }: Keeping): Promise<void> {
  await db.query(sql`
    UPDATE handovers SET summary = NULL WHERE id IN (
      SELECT id FROM handovers
      WHERE client_id = ${client_id} AND resolved_at < ${before} AND summary IS NOT NULL LIMIT ${batch})`);
  await db.query(sql`
    UPDATE conversations SET summary = NULL, handback_summary = NULL WHERE id IN (
      SELECT id FROM conversations
      WHERE client_id = ${client_id} AND closed_at < ${before} AND (summary IS NOT NULL OR handback_summary IS NOT NULL)
      LIMIT ${batch})`);
  // What still waits for the client's group goes there however old it is; in a group it has left nobody will ever post.
  await db.query(sql`
    DELETE FROM topic_posts WHERE id IN (
      SELECT p.id FROM topic_posts p JOIN client_settings s ON s.client_id = p.client_id
      WHERE p.client_id = ${client_id} AND p.message_id IS NULL AND p.created_at < ${before}
        AND coalesce(p.sent_at, p.created_at) < ${before}
        AND (p.status IN ('sent', 'dropped', 'failed')
          OR p.status = 'queued' AND p.telegram_chat_id IS DISTINCT FROM s.telegram_chat_id)
        AND NOT EXISTS (SELECT FROM handovers h
          WHERE h.client_id = p.client_id AND h.id = p.handover_id AND h.status IN ('pending', 'active'))
      LIMIT ${batch})`);
  await db.query(sql`
    DELETE FROM whatsapp_sent WHERE (integration_id, external_message_id) IN (
      SELECT integration_id, external_message_id FROM whatsapp_sent
      WHERE client_id = ${client_id} AND created_at < ${before} LIMIT ${batch})`);
  await db.query(sql`
    DELETE FROM failed_updates WHERE id IN (
      SELECT id FROM failed_updates WHERE client_id = ${client_id} AND created_at < ${before} LIMIT ${batch})`);
}

/** Updates of which nobody can tell whose they are: kept for as long as the client that keeps things longest. */
async function forgetNobodys(db: Database, now: Date): Promise<void> {
  await db.query(sql`
    DELETE FROM failed_updates WHERE id IN (
      SELECT id FROM failed_updates WHERE client_id IS NULL
        AND created_at < ${now}::timestamptz - make_interval(days => (SELECT max(retention_days) FROM client_settings))
      LIMIT ${batch})`);
}
