import { carryOut, doEffects, machineSettings } from './carry-out.js';
import type { Acting } from './carry-out.js';
import { decideAbsorb } from './decide-merge.js';
import { handoverColumns } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import { closeDeferrals } from './request-handover.js';
import { recordEvent, writeDecision } from './write-decision.js';
import type { Carried } from '../conversations/carry-conversations.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { newId } from '../shared/ids.js';
import type { HandoverId, UserId } from '../shared/ids.js';

type Merging = Acting & {
  elder_id: UserId;
  /** The open requests of both, locked. */
  of_elder: HandoverRow | null;
  of_younger: HandoverRow | null;
  carried: readonly Carried[];
};

/**
 * Ends the open request of a user who is merged into an elder one, so that nobody is forgotten: where the elder has none
 * it goes on as the elder's, with its taker, its wait and its timers; where the elder has one, that one waits for both.
 * What the bot was about to say to either has been dropped by the caller.
 *
 * @returns the elder's request that is new and needs a card; null when there is none
 */
export async function carryHandover(tx: Queryable, merging: Merging): Promise<HandoverRow | null> {
  const { of_elder, of_younger } = merging;
  if (!of_younger) return null;
  const copy = of_elder ? null : await copyTo(tx, of_younger, merging);
  await carryOut(tx, of_younger, { type: 'merge' }, merging);
  if (!copy) {
    if (of_elder) await absorb(tx, of_elder, of_younger, merging);
    return null;
  }
  await opened(tx, copy, of_younger, merging);
  return copy;
}

async function opened(
  tx: Queryable,
  copy: HandoverRow,
  from: HandoverRow,
  { by, now }: Merging,
): Promise<void> {
  await closeDeferrals(tx, copy);
  await recordEvent(tx, {
    handover: copy,
    event: { type: 'carried_over', from_handover: from.id },
    by,
    now,
    from_status: null,
    to_status: copy.status,
  });
}

/** The row as it stands, as a request of the elder's. */
async function copyTo(
  tx: Queryable,
  from: HandoverRow,
  { elder_id, carried }: Merging,
): Promise<HandoverRow> {
  const there = carried.find((one) => one.from === from.conversation_id);
  const changed = {
    id: newId<HandoverId>(),
    user_id: elder_id,
    ...(there && { conversation_id: there.to }),
    ...(there && !there.is_new && { opened_at_seq: there.opened_at_seq }),
    telegram_message_id: null,
  };
  return tx.one<HandoverRow>(sql`
    INSERT INTO handovers AS h
    SELECT (jsonb_populate_record(NULL::handovers, to_jsonb(old) || ${json(changed)}::jsonb)).*
    FROM handovers old WHERE old.client_id = ${from.client_id} AND old.id = ${from.id}
    RETURNING ${handoverColumns}`);
}

async function absorb(
  tx: Queryable,
  of_elder: HandoverRow,
  of_younger: HandoverRow,
  acting: Merging,
): Promise<void> {
  const decision = decideAbsorb(of_elder, of_younger, machineSettings(acting.profile));
  const written = await writeDecision(tx, { handover: of_elder, decision, by: acting.by, now: acting.now });
  if (!written) return;
  await doEffects(tx, written, decision, acting);
}
