import type { PostButton, PostContent } from './post-content.js';
import type { Rendering } from './render-post.js';
import { sql } from '../shared/database.js';
import type { ManagerId, TopicPostId } from '../shared/ids.js';

type OfferRow = {
  note_id: TopicPostId;
  external_id: number;
  author_id: ManagerId;
  status: 'pending' | 'active' | null;
  holder_id: ManagerId | null;
  holder: string | null;
};

/** [Беру и отправить] under a note, or [Забрать и отправить] when another manager has the request. */
export async function renderOffer({ db, post, words, profile }: Rendering): Promise<PostContent | null> {
  const offer = await db.maybeOne<OfferRow>(sql`
    SELECT n.id AS note_id, n.external_id, n.payload->>'manager_id' AS author_id,
      h.status, h.manager_id AS holder_id, h.assigned_to_name AS holder
    FROM topic_posts n JOIN topics t ON t.client_id = n.client_id AND t.id = n.topic_id
    LEFT JOIN handovers h ON h.client_id = t.client_id AND h.user_id = t.user_id AND h.status IN ('pending', 'active')
    WHERE n.client_id = ${post.client_id} AND n.id::text = ${post.payload['note_id'] ?? null} AND n.kind = 'note'`);
  if (!offer) return null;
  const { line, button } = offerOf(offer);
  if (!button) return null;
  const replaces = post.payload['replaces'];
  return {
    type: 'text',
    text: [{ text: line, look: 'italic' }, { text: `\n${words.topic.offer}` }],
    buttons: [[button]],
    reply_to_external_id: offer.external_id,
    replaces_external_id: typeof replaces === 'number' ? replaces : null,
    silent: true,
  };

  function offerOf({ note_id, author_id, status, holder_id, holder }: OfferRow): { line: string; button: PostButton | null } {
    const take: PostButton = { label: words.buttons.takeAndSend, press: { action: 'take_send', post_id: note_id } };
    if (status === null) return { line: words.topic.noOpenHandover, button: take };
    if (status === 'pending') return { line: words.topic.noteBeforeTake, button: take };
    const line = words.topic.noteOfOther(holder ?? words.card.phoneOwner);
    // Who took it after writing sends what is meant for the user anew, or not at all.
    const needed = holder_id !== author_id && profile.settings.reply_policy === 'taker';
    const press = { action: 'reclaim_send' as const, post_id: note_id };
    return { line, button: needed ? { label: words.buttons.reclaimAndSend, press } : null };
  }
}
