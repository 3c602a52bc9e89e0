import { findHandover } from './handover-row.js';
import { ringPosts } from './ring-after.js';
import { ratingHours, starsSaid } from './stars.js';
import type { Stars } from './stars.js';
import { recordEvent } from './write-decision.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { isPleasantry } from '../intents/pleasantries.js';
import type { InboundMessage } from '../messages/inbound-message.js';
import type { MessageKind } from '../messages/message-kinds.js';
import { receiveMessage } from '../messages/receive-message.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId, HandoverId, IntegrationId, MessageId, UserId } from '../shared/ids.js';
import { knownLanguage } from '../texts/texts.js';
import { queueCard } from '../topics/cards.js';
import type { Tools } from '../use-case.js';
import { wholeUser } from '../users/whole-user.js';

/** A rating of one request by its user. */
export type Rating = { handover_id: HandoverId; stars: Stars };

/** What a pressed star came to, and the language to say so in. */
export type RatingPressed = { is_rated: boolean; stars: Stars; language: string };

/**
 * A star pressed under the question for a rating. The press is stored like a message, which no turn answers; the rating
 * counts until the user writes something else, and not longer than a day. Another star replaces the first. Delivered
 * again, it changes nothing.
 */
export async function pressRating(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  press: {
    client_id: ClientId;
    integration_id: IntegrationId;
    message: InboundMessage & { rating: Rating };
  },
): Promise<RatingPressed> {
  const { client_id, message } = press;
  const { message_id, user_id } = await receiveMessage(tools, press);
  const profile = await loadClientProfile(tools.db, client_id);
  const is_rated = await tools.db.transaction(async (tx) => {
    if (
      await hasWrittenSince(tx, { client_id, user_id, handover_id: message.rating.handover_id, message_id })
    )
      return false;
    return rateHandover(tx, { profile, user_id, ...message.rating, now: tools.clock.now() });
  });
  if (is_rated) ringPosts(tools.bell, profile);
  return {
    is_rated,
    stars: message.rating.stars,
    language: knownLanguage(message.from.language_code, profile.language),
  };
}

/**
 * Writes a rating, if the request is one of this user's that was resolved and asked for it within the last day, and
 * renders its card anew. A part of the caller's transaction; ring for posts afterwards.
 *
 * @returns whether it counts
 */
export async function rateHandover(
  tx: Queryable,
  rated: Rating & { profile: ClientProfile; user_id: UserId; now: Date },
): Promise<boolean> {
  const { profile, user_id, handover_id, stars, now } = rated;
  const row = await tx.maybeOne<{ is_same: boolean }>(sql`
    UPDATE handovers h SET rating = ${stars}, rated_at = CASE WHEN before.rating = ${stars} THEN h.rated_at ELSE ${now} END
    FROM (SELECT id, rating FROM handovers WHERE client_id = ${profile.id} AND id = ${handover_id} FOR UPDATE) before
    WHERE h.client_id = ${profile.id} AND h.id = before.id AND h.status = 'resolved'
      AND h.user_id IN ${wholeUser({ client_id: profile.id, user_id })}
      AND h.rating_asked_at > ${plusMs(now, -msOfHours(ratingHours))}
    RETURNING before.rating IS NOT DISTINCT FROM ${stars} AS is_same`);
  if (!row) return false;
  const handover = await findHandover(tx, { client_id: profile.id, handover_id });
  if (row.is_same || !handover) return true;
  await recordEvent(tx, {
    handover,
    event: { type: 'rated', rating: stars },
    by: null,
    now,
    // No transition: who ended the request is read from the event that led to its status.
    from_status: handover.status,
    to_status: null,
  });
  await queueCard(tx, { profile, handover, now });
  return true;
}

/** Whether the user, since being asked and before this press, has written something that is neither thanks nor a rating. */
async function hasWrittenSince(
  tx: Queryable,
  ids: { client_id: ClientId; user_id: UserId; handover_id: HandoverId; message_id: MessageId },
): Promise<boolean> {
  const written = await tx.query<{ kind: MessageKind; content: string; is_rating: boolean }>(sql`
    SELECT m.kind, m.content, m.metadata ? 'rating' AS is_rating
    FROM handovers h
    JOIN messages m ON m.client_id = h.client_id AND m.user_id = ${ids.user_id} AND m.created_at > h.rating_asked_at
    JOIN messages press ON press.client_id = m.client_id AND press.id = ${ids.message_id}
    WHERE h.client_id = ${ids.client_id} AND h.id = ${ids.handover_id} AND m.role = 'user' AND NOT m.is_pleasantry
      AND m.created_at <= press.created_at AND m.id <> press.id AND m.deleted_at IS NULL
    LIMIT 100`);
  return written.some(
    ({ kind, content, is_rating }) =>
      !is_rating && starsSaid(content) === null && !isPleasantry({ kind, text: content }),
  );
}
