import { standsAt } from './post-pieces.js';
import { findClientOfGroup } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, IntegrationId, MessageId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/** What a person has put on a message of the managers' group. */
export type GroupReaction = {
  sender_key: string;
  telegram_chat_id: string;
  message_id: number;
  telegram_user_id: number;
  /** Null when it was taken back. */
  emoji: string | null;
};

type Passed = { id: MessageId; client_id: ClientId; integration_id: IntegrationId };

/**
 * A manager reacts to what a user said: the user sees it on their message, under the same rules as words, so before Take
 * nothing leaks. It answers nothing and moves no clock.
 *
 * @returns why it goes nowhere; null when the user is to see it
 */
export async function onGroupReaction(
  { db, clock, bell }: Pick<Tools, 'db' | 'clock' | 'bell'>,
  reaction: GroupReaction,
): Promise<string | null> {
  const profile = await findClientOfGroup(db, reaction);
  if (!profile) return 'a reaction in a group of no client of this bot';
  const message = await passOn(db, profile, reaction, clock.now());
  if (!message)
    return 'a reaction to something that is no line of a user, or of somebody who does not have the request';
  bell.delivery(message);
  return null;
}

/** Under a line that shows several messages it goes to the last of them. */
async function passOn(
  db: Queryable,
  profile: ClientProfile,
  reaction: GroupReaction,
  now: Date,
): Promise<Passed | undefined> {
  const { telegram_chat_id, message_id, telegram_user_id, emoji } = reaction;
  const anyManager = profile.settings.reply_policy === 'any_manager';
  return db.maybeOne<Passed>(sql`
    WITH shown AS (
      SELECT m.id FROM topic_posts p JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
      JOIN handovers h ON h.client_id = m.client_id AND h.user_id = m.user_id AND h.status = 'active'
      JOIN managers g ON g.client_id = m.client_id AND g.telegram_user_id = ${telegram_user_id} AND g.is_active
      WHERE p.client_id = ${profile.id} AND p.telegram_chat_id = ${telegram_chat_id} AND ${standsAt(message_id)}
        AND p.kind = 'mirror' AND m.role = 'user' AND m.kind NOT IN ('reaction', 'button')
        AND (${anyManager} OR h.manager_id = g.id)
      ORDER BY m.seq DESC LIMIT 1
    )
    UPDATE messages m SET reaction = ${emoji}, amend_due_at = greatest(m.amend_due_at, ${now}), amend_attempts = 0
    FROM shown
    WHERE m.client_id = ${profile.id} AND m.id = shown.id AND m.reaction IS DISTINCT FROM ${emoji}::text
    RETURNING m.id, m.client_id, m.integration_id`);
}
