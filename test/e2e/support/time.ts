import { applyClientFile } from '../../../src/clients/client-file/apply-client-file.js';
import type { ClientFile } from '../../../src/clients/client-file/client-file-schema.js';
import { jumpForward } from '../../../src/handovers/jump-forward.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import type { Shop } from './shop.js';
import type { HandoverRow } from './shop-rows.js';

/** Lets so many minutes pass for one shop. */
export async function timePasses({ client_id, ground: { database } }: Shop, minutes: number): Promise<void> {
  await database.transaction((tx) => jumpForward(tx, client_id, minutes));
}

/** Applies the shop's file with other settings, or with anything else of the client changed. */
export async function applyAgain(
  { slug, ground: { database, box } }: Shop,
  { client, ...changed }: Partial<Omit<ClientFile, 'client'>> & { client?: Partial<ClientFile['client']> },
): Promise<void> {
  const file = { client: { id: slug, ...client }, ...changed };
  await applyClientFile({ db: database, clock: systemClock, box }, file, { prune: false, actor: 'test' });
}

/** The shop's newest request. */
export async function newestRequest(shop: Shop): Promise<HandoverRow> {
  const handover = (await shop.handovers()).at(-1);
  if (!handover) throw new Error('Nobody has asked for a person');
  return handover;
}

/** How many minutes after somebody began to wait. */
export function afterWaiting({ waiting_since }: HandoverRow, minutes: number): Date {
  if (!waiting_since) throw new Error('Nobody waits');
  return plusMinutes(waiting_since, minutes);
}

/** The turn has read everything the shop's customers wrote. */
export async function allRead({ client_id, ground: { database } }: Shop): Promise<boolean> {
  const { unread } = await database.one<{ unread: number }>(sql`
    SELECT count(*)::int AS unread FROM conversations WHERE client_id = ${client_id} AND turn_due_at IS NOT NULL`);
  return unread === 0;
}
