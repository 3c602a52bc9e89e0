import type { HandoverRow } from '../handovers/handover-row.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId } from '../shared/ids.js';

/** The list behind [Передать], open on a card: the page of it that is shown, counted from 0. */
export type CardMenu = { page: number };

type CardOf = Pick<HandoverRow, 'id' | 'client_id'>;

/** The menu that a card shows, by the payload of its post. */
export function menuOf(payload: Readonly<Record<string, unknown>>): CardMenu | null {
  const { menu } = payload;
  if (typeof menu !== 'object' || menu === null || !('page' in menu)) return null;
  return typeof menu.page === 'number' ? { page: menu.page } : null;
}

/** The menu on the card of a request whose row is locked; null when it is shut, or the card has never been queued. */
export async function openMenuOn(tx: Queryable, { client_id, id }: CardOf): Promise<CardMenu | null> {
  const card = await tx.maybeOne<{ payload: Record<string, unknown> }>(sql`
    SELECT payload FROM topic_posts WHERE client_id = ${client_id} AND dedupe_key = ${cardKey(id)}`);
  return card ? menuOf(card.payload) : null;
}

/** Opens the menu on a card, or turns its page. Queue the card afterwards. */
export async function openMenu(tx: Queryable, { client_id, id }: CardOf, menu: CardMenu): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts SET payload = payload || jsonb_build_object('menu', jsonb_build_object('page', ${menu.page}::int))
    WHERE client_id = ${client_id} AND dedupe_key = ${cardKey(id)}`);
}

/** Shuts the menu on a card: it was used, or the request has changed hands or ended meanwhile. */
export async function closeMenu(tx: Queryable, { client_id, id }: CardOf): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts SET payload = payload - 'menu'
    WHERE client_id = ${client_id} AND dedupe_key = ${cardKey(id)} AND payload ? 'menu'`);
}

/** The key of a request's card among the posts of its client. */
export function cardKey(id: HandoverId): string {
  return `card:${id}`;
}

/** Where a card stands in the group; null while it has not been sent. */
export async function cardMessage(
  tx: Queryable,
  card: { client_id: ClientId; handover_id: HandoverId; telegram_chat_id: string },
): Promise<number | null> {
  const row = await tx.maybeOne<{ external_id: number | null }>(sql`
    SELECT external_id FROM topic_posts
    WHERE client_id = ${card.client_id} AND dedupe_key = ${cardKey(card.handover_id)}
      AND telegram_chat_id = ${card.telegram_chat_id}`);
  return row?.external_id ?? null;
}
