import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId, IntegrationId, UserId } from '../shared/ids.js';
import { wholeUser } from '../users/whole-user.js';

/** A chat of a person's on one connection, as its messenger calls it. */
export type PersonsChat = { integration_id: IntegrationId; external_chat_id: string };

/** What leads to everything that is kept of one person: the users they are kept as, and what these are called by. */
export type Person = {
  client_id: ClientId;
  /** Who they are kept as, and all who were merged into that user. */
  user_ids: UserId[];
  conversation_ids: ConversationId[];
  handover_ids: HandoverId[];
  chats: PersonsChat[];
  /** Addresses and chats as they stand in what messengers send. */
  addresses: string[];
  usernames: string[];
  /** Digits of phone numbers and of WhatsApp's addresses, by which its session keys are named. */
  numbers: string[];
  names: string[];
};

type Known = { names: string[]; usernames: string[]; addresses: string[]; chats: PersonsChat[] };

/**
 * Reads by what a person is known.
 *
 * @param user_id who they are kept as
 */
export async function readPerson(
  db: Queryable,
  { client_id, user_id }: { client_id: ClientId; user_id: UserId },
): Promise<Person> {
  const users = await db.query<{ id: UserId }>(sql`
    SELECT id FROM users WHERE client_id = ${client_id} AND id IN ${wholeUser({ client_id, user_id })} ORDER BY id`);
  const user_ids = users.map(({ id }) => id);
  const conversations = await db.query<{ id: ConversationId }>(sql`
    SELECT id FROM conversations WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[]) ORDER BY id`);
  const handovers = await db.query<{ id: HandoverId }>(sql`
    SELECT id FROM handovers WHERE client_id = ${client_id} AND user_id = ANY (${user_ids}::uuid[]) ORDER BY id`);
  const known = await readKnown(db, client_id, user_ids);
  const { names, usernames, chats } = known;
  return {
    ...{ client_id, user_ids, chats, names, usernames },
    addresses: [...new Set([...known.addresses, ...chatNames(chats)])],
    conversation_ids: conversations.map(({ id }) => id),
    handover_ids: handovers.map(({ id }) => id),
    numbers: [...new Set(known.addresses.flatMap(digitsOf))],
  };
}

async function readKnown(db: Queryable, client_id: ClientId, user_ids: readonly UserId[]): Promise<Known> {
  const ids = [...user_ids];
  return db.one<Known>(sql`
    WITH person AS (SELECT * FROM users WHERE client_id = ${client_id} AND id = ANY (${ids}::uuid[])),
    address AS (
      SELECT phone AS value FROM person UNION SELECT remote_jid FROM person
      UNION SELECT value FROM user_identities WHERE client_id = ${client_id} AND user_id = ANY (${ids}::uuid[])
    ), chat AS (
      SELECT integration_id, external_chat_id FROM conversations
      WHERE client_id = ${client_id} AND user_id = ANY (${ids}::uuid[])
      UNION
      SELECT integration_id, external_chat_id FROM messages
      WHERE client_id = ${client_id} AND user_id = ANY (${ids}::uuid[]) AND external_chat_id IS NOT NULL
    )
    SELECT
      (SELECT coalesce(array_agg(DISTINCT name), '{}') FROM person WHERE name <> '') AS names,
      (SELECT coalesce(array_agg(DISTINCT username), '{}') FROM person WHERE username <> '') AS usernames,
      (SELECT coalesce(array_agg(value), '{}') FROM address WHERE value <> '') AS addresses,
      (SELECT coalesce(jsonb_agg(chat), '[]') FROM chat) AS chats`);
}

function chatNames(chats: readonly PersonsChat[]): string[] {
  return chats.map(({ external_chat_id }) => external_chat_id);
}

/** Fewer digits are no number that anybody could be called by. */
function digitsOf(address: string): string[] {
  return address.match(/\d{5,}/g) ?? [];
}
