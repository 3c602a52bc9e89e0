import type { PostContent } from './post-content.js';
import { cardToReplyTo, standsInTopic } from './post-place.js';
import type { Rendering } from './rendering.js';
import { withoutNoteMark } from '../handovers/note-mark.js';
import { sql } from '../shared/database.js';

type Note = { text: string; author: string | null; about: string | null };

/** A note from the panel: whose it is, and what it says. It makes itself heard, as a message of its author would. */
export async function renderNote({ db, post, words }: Rendering): Promise<PostContent | null> {
  const note = await db.maybeOne<Note>(sql`
    SELECT p.payload->>'text' AS text, g.name AS author, u.name AS about
    FROM topic_posts p
    JOIN topics t ON t.client_id = p.client_id AND t.id = p.topic_id
    JOIN users u ON u.client_id = t.client_id AND u.id = t.user_id
    LEFT JOIN managers g ON g.client_id = p.client_id AND g.id = (p.payload->>'manager_id')::uuid
    WHERE p.client_id = ${post.client_id} AND p.id = ${post.id}`);
  if (!note) return null;
  // In the group itself nothing else says whom it is about.
  const about = standsInTopic(post) ? null : note.about || words.card.nameless;
  return {
    type: 'text',
    text: [
      { text: `${words.topic.note({ by: note.author ?? words.card.nameless, about })}\n`, look: 'italic' },
      { text: withoutNoteMark(note.text) },
    ],
    buttons: [],
    reply_to_external_id: await cardToReplyTo(db, post),
    replaces_external_id: null,
    silent: false,
  };
}
