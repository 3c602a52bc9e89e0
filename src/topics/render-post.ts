import type { PostContent } from './post-content.js';
import type { ClaimedPost } from './post-outbox.js';
import { renderCard } from './render-card.js';
import { renderHandedOn } from './render-handed-on.js';
import { renderMirror } from './render-mirror.js';
import { renderNote } from './render-note.js';
import { renderOffer } from './render-offer.js';
import { renderRecap } from './render-recap.js';
import { renderReminder } from './render-reminder.js';
import { renderFailure, renderReceipt, renderSummary, renderText } from './render-lines.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { Queryable } from '../shared/database.js';
import { texts } from '../texts/texts.js';

/**
 * What a post shows, from the rows as they are now, in the client's language: whatever was true when it was queued,
 * old content never overwrites new.
 *
 * @returns null when there is nothing to show (any more): mark it dropped, and take it away if it stands in the group
 */
export async function renderPost(db: Queryable, post: ClaimedPost): Promise<PostContent | null> {
  const profile = await loadClientProfile(db, post.client_id);
  const rendering = { db, post, profile, words: texts(profile.language), now: post.claimed_at };
  switch (post.kind) {
    case 'card':
      return renderCard(rendering);
    case 'offer':
      return renderOffer(rendering);
    case 'failure':
      return renderFailure(rendering);
    case 'reminder':
      return renderReminder(rendering);
    case 'handed_on':
      return renderHandedOn(rendering);
    case 'recap':
      return renderRecap(rendering);
    case 'mirror':
      return renderMirror(rendering);
    case 'note':
      return renderNote(rendering);
    // How a topic looks is no message in it, and what is taken away neither: the sender does these by themselves.
    case 'topic_state':
    case 'removal':
      return null;
    case 'receipt':
      return renderReceipt(rendering);
    case 'summary':
      return renderSummary(rendering);
    case 'text':
    case 'alarm':
      return renderText(rendering);
  }
}
