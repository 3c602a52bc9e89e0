import { shownColumns } from './message-lines.js';
import type { ShownMessage } from './message-lines.js';
import { standsAt } from './post-pieces.js';
import type { TopicRow } from './topic-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { wholeUser } from '../users/whole-user.js';

type OfUser = Pick<TopicRow, 'client_id' | 'user_id'>;

/** A user's last messages and what was said to them, on all channels, oldest first. What was dropped was never said. */
export async function lastMessages(
  db: Queryable,
  { client_id, user_id }: OfUser,
  count: number,
): Promise<ShownMessage[]> {
  const whole = wholeUser({ client_id, user_id });
  const newestFirst = await db.query<ShownMessage>(sql`
    SELECT ${shownColumns} FROM messages m
    WHERE m.client_id = ${client_id} AND m.user_id IN ${whole} AND m.delivery_status IS DISTINCT FROM 'dropped'
    ORDER BY m.created_at DESC, m.seq DESC LIMIT ${count}`);
  return newestFirst.toReversed();
}

/**
 * The messages before and after the one that stands in the group under a message id, oldest first.
 *
 * @returns null when no message of this user stands there
 */
export async function messagesAround(
  db: Queryable,
  { client_id, user_id, telegram_chat_id }: TopicRow,
  { external_id, count }: { external_id: number; count: number },
): Promise<ShownMessage[] | null> {
  const whole = wholeUser({ client_id, user_id });
  const middle = await db.maybeOne<{ created_at: Date; seq: number }>(sql`
    SELECT m.created_at, m.seq FROM topic_posts p
    JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
    WHERE p.client_id = ${client_id} AND p.telegram_chat_id = ${telegram_chat_id} AND ${standsAt(external_id)}
      AND m.user_id IN ${whole}
    ORDER BY m.seq LIMIT 1`);
  if (!middle) return null;
  const before = Math.ceil(count / 2);
  const stretch = await db.query<ShownMessage & { seq: number }>(sql`
    (SELECT ${shownColumns}, m.seq FROM messages m
     WHERE m.client_id = ${client_id} AND m.user_id IN ${whole} AND m.delivery_status IS DISTINCT FROM 'dropped'
       AND (m.created_at, m.seq) <= (${middle.created_at}, ${middle.seq})
     ORDER BY m.created_at DESC, m.seq DESC LIMIT ${before})
    UNION ALL
    (SELECT ${shownColumns}, m.seq FROM messages m
     WHERE m.client_id = ${client_id} AND m.user_id IN ${whole} AND m.delivery_status IS DISTINCT FROM 'dropped'
       AND (m.created_at, m.seq) > (${middle.created_at}, ${middle.seq})
     ORDER BY m.created_at, m.seq LIMIT ${count - before})`);
  return stretch.toSorted((a, b) => a.created_at.getTime() - b.created_at.getTime() || a.seq - b.seq);
}
