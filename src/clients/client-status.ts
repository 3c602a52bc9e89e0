import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { notFound } from '../shared/refusal.js';
import { texts } from '../texts/texts.js';
import { queuePost } from '../topics/queue-post.js';

/** Active, or suspended: users are heard and shown to the managers, and nobody answers in the client's name by itself. */
export type ClientStatus = 'active' | 'suspended';

/**
 * Suspends a client, or takes it up again. What users write meanwhile is kept and is not answered later either. Part of
 * the caller's transaction.
 *
 * @throws Refusal `not_found`
 */
export async function setClientStatus(
  tx: Queryable,
  given: { client_id: ClientId; status: ClientStatus; actor: string; now: Date },
): Promise<void> {
  const { client_id, status, actor, now } = given;
  const before = await tx.maybeOne<{ status: ClientStatus }>(
    sql`SELECT status FROM clients WHERE id = ${client_id} FOR UPDATE`,
  );
  if (!before) throw notFound('client');
  if (before.status === status) return;
  await tx.query(sql`UPDATE clients SET status = ${status}, updated_at = ${now} WHERE id = ${client_id}`);
  await tellManagers(tx, { client_id, status, now });
  await writeAudit(tx, {
    ...{ client_id, actor, action: status === 'suspended' ? 'suspend' : 'resume', subject: 'client' },
    ...{ before, after: { status } },
  });
}

/** The managers read in their group that the assistant is silent from now on, or speaks again. */
export async function tellManagers(
  tx: Queryable,
  { client_id, status, now }: { client_id: ClientId; status: ClientStatus; now: Date },
): Promise<void> {
  const group = await tx.maybeOne<{ telegram_chat_id: string; language: string }>(sql`
    SELECT s.telegram_chat_id, c.language FROM client_settings s JOIN clients c ON c.id = s.client_id
    WHERE s.client_id = ${client_id} AND s.telegram_chat_id IS NOT NULL`);
  if (!group) return;
  const { telegram_chat_id, language } = group;
  const text = texts(language).group[status === 'suspended' ? 'suspended' : 'resumed'];
  await queuePost(
    tx,
    {
      ...{ client_id, telegram_chat_id, topic_id: null, kind: 'alarm', payload: { text: [{ text }] } },
      dedupe_key: `client:${client_id}:${status}:${now.getTime()}`,
    },
    now,
  );
}
