import { rootUser, wholeUser } from './whole-user.js';
import type { HandoverReason, HandoverStatus } from '../handovers/handover-types.js';
import type { PlatformId } from '../integrations/credentials.js';
import type { IdentityKind } from '../messages/inbound-message.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId, HandoverId, UserId } from '../shared/ids.js';
import { notFound } from '../shared/refusal.js';

/** A user with what is known of them, for an admin. */
export type ShownUser = {
  id: UserId;
  name: string | null;
  username: string | null;
  phone: string | null;
  language_code: string | null;
  created_at: Date;
  last_active_at: Date;
  blocked_at: Date | null;
  unreachable_at: Date | null;
  /** Somebody wants them erased: under way. */
  erasure_id: string | null;
  identities: { kind: IdentityKind; value: string; created_at: Date }[];
  /** Whoever was merged into them and may be parted again, the last first. */
  merged: { user_id: UserId; name: string | null; cause: 'manager' | 'addresses'; created_at: Date }[];
  /** The newest, and how many there are. */
  conversations: {
    id: ConversationId;
    channel: PlatformId;
    status: 'active' | 'closed';
    last_message_at: Date;
  }[];
  conversation_count: number;
  message_count: number;
  handovers: {
    id: HandoverId;
    conversation_id: ConversationId;
    status: HandoverStatus;
    reason: HandoverReason;
    assigned_to_name: string | null;
    created_at: Date;
    rating: number | null;
  }[];
  handover_count: number;
};

const newest = 10;

/** @throws Refusal `not_found` */
export async function showUser(
  db: Queryable,
  asked: { client_id: ClientId; user_id: UserId },
): Promise<ShownUser> {
  const { client_id } = asked;
  const user_id = await rootUser(db, asked);
  const of = { client_id, user_id };
  const [user] = await db.query<UserRow>(sql`
    SELECT u.id, u.name, u.username, u.phone, u.language_code, u.created_at, u.last_active_at, u.blocked_at, u.unreachable_at,
      (SELECT e.id FROM erasures e WHERE e.client_id = u.client_id AND e.user_id = u.id) AS erasure_id,
      (SELECT count(*) FROM conversations c WHERE c.client_id = u.client_id AND c.user_id IN ${wholeUser(of)}) AS conversation_count,
      (SELECT count(*) FROM messages m WHERE m.client_id = u.client_id AND m.user_id IN ${wholeUser(of)}) AS message_count,
      (SELECT count(*) FROM handovers h WHERE h.client_id = u.client_id AND h.user_id IN ${wholeUser(of)}) AS handover_count
    FROM users u WHERE u.client_id = ${client_id} AND u.id = ${user_id}`);
  if (!user) throw notFound('user');
  return { ...user, ...(await known(db, of)), ...(await happened(db, of)) };
}

type Lists = 'identities' | 'merged' | 'conversations' | 'handovers';
type UserRow = Omit<ShownUser, Lists>;

async function known(
  db: Queryable,
  of: { client_id: ClientId; user_id: UserId },
): Promise<Pick<ShownUser, 'identities' | 'merged'>> {
  const identities = await db.query<ShownUser['identities'][number]>(sql`
    SELECT kind, value, created_at FROM user_identities
    WHERE client_id = ${of.client_id} AND user_id IN ${wholeUser(of)} ORDER BY created_at, kind, value`);
  const merged = await db.query<ShownUser['merged'][number]>(sql`
    SELECT m.merged_user_id AS user_id, coalesce(u.name, u.username, u.phone) AS name, m.cause, m.created_at
    FROM user_merges m JOIN users u ON u.client_id = m.client_id AND u.id = m.merged_user_id
    WHERE m.client_id = ${of.client_id} AND m.user_id = ${of.user_id} AND m.undone_at IS NULL ORDER BY m.created_at DESC, m.id DESC`);
  return { identities, merged };
}

async function happened(
  db: Queryable,
  of: { client_id: ClientId; user_id: UserId },
): Promise<Pick<ShownUser, 'conversations' | 'handovers'>> {
  const conversations = await db.query<ShownUser['conversations'][number]>(sql`
    SELECT id, channel, status, last_message_at FROM conversations
    WHERE client_id = ${of.client_id} AND user_id IN ${wholeUser(of)} ORDER BY last_message_at DESC, id DESC LIMIT ${newest}`);
  const handovers = await db.query<ShownUser['handovers'][number]>(sql`
    SELECT id, conversation_id, status, reason, assigned_to_name, created_at, rating FROM handovers
    WHERE client_id = ${of.client_id} AND user_id IN ${wholeUser(of)} ORDER BY created_at DESC, id DESC LIMIT ${newest}`);
  return { conversations, handovers };
}
