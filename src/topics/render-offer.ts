import type { PostButton, PostContent } from './post-content.js';
import type { Rendering } from './rendering.js';
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
export async function renderOffer(rendering: Rendering): Promise<PostContent | null> {
  const { post, words } = rendering;
  const offer = await loadOffer(rendering);
  if (!offer) return null;
  const offered = wordingOf(rendering, offer);
  const replaces = post.payload['replaces'];
  return {
    type: 'text',
    text: [
      { text: offered.line, look: 'italic' },
      ...(offered.button ? [{ text: `\n${words.topic.offer}` }] : []),
    ],
    buttons: offered.button ? [[offered.button]] : [],
    reply_to_external_id: offer.external_id,
    replaces_external_id: typeof replaces === 'number' ? replaces : null,
    silent: true,
  };
}

async function loadOffer({ db, post }: Rendering): Promise<OfferRow | undefined> {
  return db.maybeOne<OfferRow>(sql`
    SELECT n.id AS note_id, n.external_id, n.payload->>'manager_id' AS author_id,
      h.status, h.manager_id AS holder_id, h.assigned_to_name AS holder
    FROM topic_posts n JOIN topics t ON t.client_id = n.client_id AND t.id = n.topic_id
    LEFT JOIN handovers h ON h.client_id = t.client_id AND h.user_id = t.user_id AND h.status IN ('pending', 'active')
    WHERE n.client_id = ${post.client_id} AND n.id = ${post.payload['note_id'] ?? null}::uuid AND n.kind = 'note'`);
}

/** Why the note stayed inside, and how it can be sent; no button when it can't be any more. */
function wordingOf(
  { post, words, profile }: Rendering,
  offer: OfferRow,
): { line: string; button: PostButton | null } {
  const { note_id: post_id, author_id, status, holder_id, holder } = offer;
  if (post.payload['is_withdrawn'] === true) return { line: words.topic.noteFromBefore, button: null };
  if (status !== 'active') {
    const line = status === null ? words.topic.noOpenHandover : words.topic.noteBeforeTake;
    return { line, button: { label: words.buttons.takeAndSend, press: { action: 'take_send', post_id } } };
  }
  // Who took it after writing sends what is meant for the user anew, or not at all; where any manager may answer, so does the author.
  if (holder_id === author_id || profile.settings.reply_policy === 'any_manager') {
    return { line: words.topic.noteFromBefore, button: null };
  }
  const line = words.topic.noteOfOther(holder ?? words.card.phoneOwner);
  return {
    line,
    button: { label: words.buttons.reclaimAndSend, press: { action: 'reclaim_send', post_id } },
  };
}
