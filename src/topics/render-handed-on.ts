import { cardMessage } from './card-menu.js';
import { callManager } from './mention.js';
import type { PostContent } from './post-content.js';
import type { Rendering } from './rendering.js';
import { sql } from '../shared/database.js';
import type { ManagerId } from '../shared/ids.js';

type HandedOnRow = {
  status: string;
  manager_id: ManagerId | null;
  taker: string | null;
  telegram_user_id: number | null;
  user_name: string | null;
};

/** Calls the manager a request was handed to, or everybody when it is back in the queue. Dropped once that is past. */
export async function renderHandedOn({ db, post, words }: Rendering): Promise<PostContent | null> {
  const { client_id, handover_id, telegram_chat_id } = post;
  const row = await db.maybeOne<HandedOnRow>(sql`
    SELECT h.status, h.manager_id, g.name AS taker, g.telegram_user_id, u.name AS user_name
    FROM handovers h
    JOIN users u ON u.client_id = h.client_id AND u.id = h.user_id
    LEFT JOIN managers g ON g.client_id = h.client_id AND g.id = h.manager_id
    WHERE h.client_id = ${client_id} AND h.id = ${handover_id}`);
  if (!row || handover_id === null) return null;
  const isOfTaker = post.payload['manager_id'] !== null;
  if (row.status !== (isOfTaker ? 'active' : 'pending')) return null;
  if (isOfTaker && row.manager_id !== post.payload['manager_id']) return null;
  const name = row.user_name || words.card.nameless;
  const by = typeof post.payload['by'] === 'string' ? post.payload['by'] : words.card.nameless;
  const { taker, telegram_user_id } = row;
  return {
    type: 'text',
    text:
      taker === null
        ? [{ text: words.handingOn.backInQueue({ name, by }) }]
        : callManager(words.handingOn.toYou({ name, taker, by }), { name: taker, telegram_user_id }),
    buttons: [],
    reply_to_external_id: await cardMessage(db, { client_id, handover_id, telegram_chat_id }),
    replaces_external_id: null,
    silent: false,
  };
}
