import { requestHandover } from '../../../src/handovers/request-handover.js';
import type { HandoverRequest, RequestOutcome } from '../../../src/handovers/request-handover.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import type { HandoverRow } from '../../../src/handovers/handover-row.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { mirrorConversation } from '../../../src/topics/mirror-conversation.js';
import type { Shop } from '../../support/shop.js';

/** A user asks for a person, and the request is made as a turn makes it. */
export async function callPerson(
  db: Database,
  shop: Shop,
  { conversation_id, user_id }: Pick<Received, 'conversation_id' | 'user_id'>,
  more: Partial<HandoverRequest> = {},
): Promise<RequestOutcome> {
  const profile = await loadClientProfile(db, shop.client_id);
  const now = shop.tools.clock.now();
  return db.transaction((tx) =>
    requestHandover(tx, {
      profile,
      conversation_id,
      user_id,
      reason: 'asked_for_human',
      trigger_type: 'keyword',
      explicit: true,
      summary: null,
      opening_message_at: now,
      now,
      ...more,
    }),
  );
}

/** Shows in the topic what it doesn't show yet. */
export async function mirror(
  shop: Shop,
  { conversation_id }: Pick<Received, 'conversation_id'>,
): Promise<void> {
  await mirrorConversation(shop.tools, { client_id: shop.client_id, conversation_id });
}

/** The user's latest request. */
export async function latestHandover(
  db: Database,
  shop: Shop,
  { user_id }: Pick<Received, 'user_id'>,
): Promise<HandoverRow> {
  return db.one<HandoverRow>(sql`
    SELECT * FROM handovers WHERE client_id = ${shop.client_id} AND user_id = ${user_id} ORDER BY created_at DESC, id LIMIT 1`);
}
