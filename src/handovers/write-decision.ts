import type { Accepted, HandoverChanges, HandoverEvent } from './handover-decision.js';
import { handoverColumns } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import { join, json, raw, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId, HandoverId, ManagerId } from '../shared/ids.js';

/** The person who caused a transition, kept with its event; null for time and rules. */
export type Actor = { id: ManagerId; name: string } | null;

/**
 * Writes an accepted decision: one conditional UPDATE that names the states it may come from, then its events.
 *
 * @returns the row as it is now, or null when somebody was first and nothing was written
 */
export async function writeDecision(
  tx: Queryable,
  { handover, decision, by, now }: { handover: HandoverRow; decision: Accepted; by: Actor; now: Date },
): Promise<HandoverRow | null> {
  const written = await writeChanges(tx, handover, decision);
  if (!written) return null;
  for (const event of decision.events) {
    await recordEvent(tx, {
      handover: written,
      event,
      by,
      now,
      from_status: handover.status,
      to_status: written.status,
    });
  }
  return written;
}

/** One line of the handover's history. */
export async function recordEvent(
  tx: Queryable,
  record: {
    handover: { id: HandoverId; client_id: ClientId };
    event:
      | HandoverEvent
      | { type: 'joined' | 'reminded' | 'card_moved' | 'rated'; [detail: string]: unknown };
    by: Actor;
    now: Date;
    from_status: string | null;
    to_status: string | null;
  },
): Promise<void> {
  const { type, ...detail } = record.event;
  await tx.query(sql`
    INSERT INTO handover_events (client_id, handover_id, type, from_status, to_status, manager_id, detail, created_at)
    VALUES (${record.handover.client_id}, ${record.handover.id}, ${type}, ${record.from_status}, ${record.to_status},
      ${record.by?.id ?? null}::uuid, ${json({ ...(record.by && { by: record.by.name }), ...detail })}::jsonb, ${record.now})`);
}

/** `reminder_1_due_at = …, status = …`: the names are those of the machine's own type, never from outside. */
export function assignments(changes: HandoverChanges): Sql {
  return join(Object.entries(changes).map(([column, value]) => sql`${raw(column)} = ${value}`));
}

async function writeChanges(
  tx: Queryable,
  handover: HandoverRow,
  { set, from }: Accepted,
): Promise<HandoverRow | null> {
  if (Object.keys(set).length === 0) return handover;
  const row = await tx.maybeOne<HandoverRow>(sql`
    UPDATE handovers h SET ${assignments(set)}
    WHERE h.client_id = ${handover.client_id} AND h.id = ${handover.id} AND h.status = ANY(${[...from]}::text[])
    RETURNING ${handoverColumns}`);
  return row ?? null;
}
