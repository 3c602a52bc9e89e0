import { removeFilesOf } from './files-to-remove.js';
import type { Person } from './person.js';
import { holdsAddress, holdsId, isUsername, saidIn } from './said-of.js';
import { answersAbout, saidElsewhere } from './take-away.js';
import { join, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';

/** How much was kept of a person. */
export type Amounts = { conversations: number; messages: number; files: number };

/**
 * Deletes every row that is about a person, and takes them out of the rows that stay: the model's calls, which are counted
 * and paid for, the history of a number's health, and the audit. Figures of hours and days name nobody and stay as they
 * are. A part of the caller's transaction, which has locked them.
 */
export async function eraseRows(tx: Queryable, person: Person, now: Date): Promise<Amounts> {
  const { client_id, user_ids, conversation_ids } = person;
  const messages = sql`SELECT id FROM messages WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[])`;
  const files = await removeFilesOf(tx, { client_id, messages, now });
  await forgetAtMessengers(tx, person, messages);
  await takeOutOfTheRest(tx, person);
  await tx.query(
    sql`DELETE FROM message_edits WHERE client_id = ${client_id} AND message_id IN (${messages})`,
  );
  await tx.query(sql`DELETE FROM topic_posts WHERE client_id = ${client_id} AND message_id IN (${messages})`);
  await tx.query(sql`DELETE FROM topic_posts p WHERE ${saidElsewhere(person)}`);
  await tx.query(sql`DELETE FROM topic_posts p WHERE ${answersAbout(person)}`);
  const gone = await tx.one<{ messages: number }>(sql`
    WITH gone AS (
      DELETE FROM messages WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[]) RETURNING id)
    SELECT count(*) AS messages FROM gone`);
  await tx.query(sql`
    UPDATE users SET merged_into = NULL WHERE client_id = ${client_id} AND id = ANY (${user_ids}::uuid[])`);
  // With them go their addresses, merges, conversations, requests with their history, topics and posts.
  await tx.query(sql`DELETE FROM users WHERE client_id = ${client_id} AND id = ANY (${user_ids}::uuid[])`);
  return { conversations: conversation_ids.length, messages: gone.messages, files };
}

/** What connections keep beside the messages: sessions, what was sent, what came too early or could not be handled. */
async function forgetAtMessengers(tx: Queryable, person: Person, messages: Sql): Promise<void> {
  const { client_id, numbers, chats } = person;
  const inChat = (columns: Sql): Sql =>
    sql`(${columns}) IN (SELECT integration_id, external_chat_id
      FROM unnest(${chats.map(({ integration_id }) => integration_id)}::uuid[],
        ${chats.map(({ external_chat_id }) => external_chat_id)}::text[]) AS c (integration_id, external_chat_id))`;
  await tx.query(sql`
    DELETE FROM early_statuses WHERE client_id = ${client_id} AND external_message_id IN (
      SELECT external_message_id FROM messages WHERE client_id = ${client_id} AND id IN (${messages})
      UNION
      SELECT external_message_id FROM whatsapp_sent WHERE client_id = ${client_id} AND message_id IN (${messages}))`);
  await tx.query(sql`
    DELETE FROM early_deletions WHERE client_id = ${client_id} AND ${inChat(sql`integration_id, external_chat_id`)}`);
  await tx.query(sql`
    DELETE FROM whatsapp_sent WHERE client_id = ${client_id}
      AND (${inChat(sql`integration_id, external_chat_id`)} OR message_id IN (${messages}))`);
  await tx.query(sql`
    DELETE FROM whatsapp_awaited WHERE client_id = ${client_id} AND ${holdsAddress(saidIn(sql`message`), person)}`);
  // Keys are named by the number and a device: 77010000001.0, 41234567890123_1.0, group@g.us::77010000001::0.
  await tx.query(sql`
    DELETE FROM whatsapp_keys WHERE client_id = ${client_id}
      AND regexp_split_to_array(key_id, '[^0-9]+') && ${numbers}::text[]`);
  await tx.query(sql`
    DELETE FROM failed_updates
    WHERE (client_id = ${client_id} OR client_id IS NULL AND position((
        SELECT telegram_chat_id FROM client_settings WHERE client_id = ${client_id}) IN payload::text) > 0)
      AND (${holdsAddress(saidIn(sql`payload`), person)} OR ${isUsername(sql`payload`, person)}
        OR ${holdsAddress(sql`error`, person)} OR ${holdsThread(person)})`);
}

/** An update of the managers' group that was said in the person's topic. */
function holdsThread({ client_id, user_ids }: Person): Sql {
  return sql`EXISTS (SELECT FROM topics t
    WHERE t.client_id = ${client_id} AND t.user_id = ANY (${user_ids}::uuid[]) AND t.thread_id IS NOT NULL
      AND payload::text ~ ('"message_thread_id": ' || t.thread_id || '[^0-9]'))`;
}

/** What stays, and then names nobody. */
async function takeOutOfTheRest(tx: Queryable, person: Person): Promise<void> {
  const { client_id, user_ids, conversation_ids, handover_ids } = person;
  await tx.query(sql`
    UPDATE llm_calls SET conversation_id = NULL
    WHERE client_id = ${client_id} AND conversation_id = ANY (${conversation_ids}::uuid[])`);
  await tx.query(sql`
    UPDATE number_health_events SET subject = gen_random_uuid()::text
    WHERE client_id = ${client_id} AND ${holdsAddress(sql`subject`, person)}`);
  const ids = [...user_ids, ...conversation_ids, ...handover_ids];
  const sides = join(
    [sql`subject`, saidIn(sql`before`), saidIn(sql`after`)].map(
      (side) => sql`${holdsId(side, ids)} OR ${holdsAddress(side, person)}`,
    ),
    ' OR ',
  );
  await tx.query(sql`
    UPDATE audit_events SET before = NULL, after = NULL
    WHERE client_id = ${client_id} AND (before IS NOT NULL OR after IS NOT NULL) AND (${sides})`);
  await tx.query(sql`
    DELETE FROM counters WHERE starts_with(key, ${`${client_id}:`}) AND ${holdsId(sql`key`, ids)}`);
}
