import type { Press } from './press.js';
import { nothingPressed } from './pressing.js';
import type { Pressed, Pressing } from './pressing.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { shortId } from '../shared/ids.js';
import type { UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import { mergeUsers } from '../users/merge-users.js';

/** [Объединить], or the name of one of several who fit: the two are one person. The buttons that offered it go. */
export async function onMergePress(
  tx: Queryable,
  { user_id, other_id }: Extract<Press, { action: 'merge' }>,
  pressing: Pressing,
): Promise<Pressed> {
  const { profile, by, now } = pressing;
  const { merging } = texts(profile.language);
  const outcome = await mergeUsers(tx, { profile, users: [user_id, other_id], cause: 'manager', by, now });
  await withdrawButtons(tx, pressing, user_id);
  if (outcome.result === 'same') return { ...nothingPressed(merging.already), user_id: outcome.user_id };
  return { text: merging.done, alert: false, user_id: outcome.elder_id };
}

/** The answers that offered it stay as words. */
async function withdrawButtons(tx: Queryable, { profile, now }: Pressing, user_id: UserId): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET payload = p.payload - 'buttons', version = p.version + 1, due_at = ${now},
      status = CASE WHEN p.status = 'sending' THEN 'sending' ELSE 'queued' END
    WHERE p.client_id = ${profile.id} AND p.kind = 'text'
      AND position(${`merge:${shortId(user_id)}:`} IN p.payload->>'buttons') > 0`);
}
