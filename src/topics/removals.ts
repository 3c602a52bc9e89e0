import type { ClaimedPost } from './post-outbox.js';
import { queuePost } from './queue-post.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** Telegram takes so many in one call. https://core.telegram.org/bots/api#deletemessages */
const mostAtOnce = 100;

/** What is to be taken away from a managers' group: topics whole, and single messages. */
export type Removal = {
  client_id: ClientId;
  telegram_chat_id: string;
  /** Tells it from other removals, and finds how it stands. */
  key: string;
  thread_ids: readonly number[];
  external_ids: readonly number[];
};

/** Queues a removal, in as many posts as Telegram needs. @returns how many */
export async function queueRemoval(tx: Queryable, removal: Removal, now: Date): Promise<number> {
  const { client_id, telegram_chat_id, key, thread_ids, external_ids } = removal;
  const payloads = [
    ...thread_ids.map((thread_id) => ({ thread_id })),
    ...batches(external_ids).map((ids) => ({ external_ids: ids })),
  ];
  for (const [index, payload] of payloads.entries()) {
    const dedupe_key = `removal:${key}:${index}`;
    await queuePost(
      tx,
      { client_id, telegram_chat_id, topic_id: null, kind: 'removal', dedupe_key, payload },
      now,
    );
  }
  return payloads.length;
}

/** The group will not remove these together: each is tried by itself. */
export async function queueSingleRemovals(
  db: Queryable,
  { client_id, telegram_chat_id, id }: Pick<ClaimedPost, 'client_id' | 'telegram_chat_id' | 'id'>,
  { external_ids, now }: { external_ids: readonly number[]; now: Date },
): Promise<void> {
  const { dedupe_key: whole } = await db.one<{ dedupe_key: string }>(sql`
    SELECT dedupe_key FROM topic_posts WHERE client_id = ${client_id} AND id = ${id}`);
  for (const external_id of external_ids) {
    const dedupe_key = `${whole}:${external_id}`;
    const payload = { external_ids: [external_id] };
    await queuePost(
      db,
      { client_id, telegram_chat_id, topic_id: null, kind: 'removal', dedupe_key, payload },
      now,
    );
  }
}

/** How a removal stands: what waits, and what the group will not give up. */
export async function removalsLeft(
  db: Queryable,
  { client_id, key }: Pick<Removal, 'client_id' | 'key'>,
): Promise<{ waiting: number; refused: number }> {
  return db.one(sql`
    SELECT count(*) FILTER (WHERE status IN ('queued', 'sending')) AS waiting,
      count(*) FILTER (WHERE status = 'failed') AS refused
    FROM topic_posts
    WHERE client_id = ${client_id} AND kind = 'removal' AND starts_with(dedupe_key, ${`removal:${key}:`})`);
}

function batches(ids: readonly number[]): number[][] {
  const count = Math.ceil(ids.length / mostAtOnce);
  return Array.from({ length: count }, (_, index) => ids.slice(index * mostAtOnce, (index + 1) * mostAtOnce));
}
