import { loadClientProfile } from '../../../src/clients/client-profile.js';
import type { InboundMessage } from '../../../src/messages/inbound-message.js';
import { receiveMessage } from '../../../src/messages/receive-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { ringAfter } from '../../../src/handovers/ring-after.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { IntegrationId, UserId } from '../../../src/shared/ids.js';
import { mergeUsers } from '../../../src/users/merge-users.js';
import type { MergeOutcome } from '../../../src/users/merge-users.js';
import { undoMerge } from '../../../src/users/undo-merge.js';
import type { UndoOutcome } from '../../../src/users/undo-merge.js';
import type { FixedClock } from '../../support/clock.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop, ShopPlan } from '../../support/shop.js';

type Identities = InboundMessage['from']['identities'];

/** A shop with a Telegram bot and a linked phone. */
export type TwoMessengers = Shop & {
  phone_id: IntegrationId;
  /** Somebody writes on WhatsApp, under these addresses; the first also names the chat. */
  onWhatsApp(text: string, identities: Identities, name?: string | null): Promise<Received>;
};

export const phone = (value: string): Identities[number] => ({ kind: 'phone', value });
export const lid = (value: string): Identities[number] => ({ kind: 'whatsapp_lid', value });

/** A client of its own with a Telegram bot and a linked phone, and time goes on by a second with each message. */
export async function openTwoMessengers(
  db: Database,
  clock: FixedClock,
  plan: ShopPlan = {},
): Promise<TwoMessengers> {
  const shop = await openShop(db, clock, plan);
  const phone_id = newId<IntegrationId>();
  await db.query(sql`
    INSERT INTO integrations (id, client_id, platform_id, name, status)
    VALUES (${phone_id}, ${shop.client_id}, 'whatsapp', 'main-number', 'connected')`);
  return {
    ...shop,
    phone_id,
    onWhatsApp(text, identities, name = 'Аня'): Promise<Received> {
      clock.advance(1);
      const message = inboundMessage(text, clock.now());
      const [first] = identities;
      return receiveMessage(shop.tools, {
        client_id: shop.client_id,
        integration_id: phone_id,
        message: {
          ...message,
          external_chat_id: `${first?.value}@chat`,
          from: { ...message.from, identities, name },
        },
      });
    },
  };
}

/** Two users are said to be one, by nobody in particular, or by their addresses. */
export async function merge(db: Database, shop: Shop, one: UserId, other: UserId): Promise<MergeOutcome> {
  const profile = await loadClientProfile(db, shop.client_id);
  const now = shop.tools.clock.now();
  const outcome = await db.transaction((tx) =>
    mergeUsers(tx, { profile, users: [one, other], cause: 'manager', by: null, now }),
  );
  await ringAfter(shop.tools, { profile, user_id: one });
  return outcome;
}

/** The last merge into a user is taken back. */
export async function part(db: Database, shop: Shop, user_id: UserId): Promise<UndoOutcome | null> {
  const profile = await loadClientProfile(db, shop.client_id);
  const now = shop.tools.clock.now();
  return db.transaction((tx) => undoMerge(tx, user_id, { profile, by: null, now }));
}

/** Where every user of a client points. */
export async function pointers(db: Database, shop: Shop): Promise<Map<UserId, UserId | null>> {
  const users = await db.query<{ id: UserId; merged_into: UserId | null }>(sql`
    SELECT id, merged_into FROM users WHERE client_id = ${shop.client_id}`);
  return new Map(users.map(({ id, merged_into }) => [id, merged_into]));
}
