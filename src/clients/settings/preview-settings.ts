import { problemsOf, settingsAfter } from './change-settings.js';
import type { SettingChanges } from './change-settings.js';
import { readStoredSettings } from './read-settings.js';
import { isOpen, nextOpening } from '../working-calendar.js';
import type { WorkingCalendar } from '../working-calendar.js';
import { parseWorkingHours } from '../working-hours.js';
import { dueTimes } from '../../handovers/due-times.js';
import type { DueTimes, TimeoutSettings } from '../../handovers/due-times.js';
import { handoverColumns } from '../../handovers/handover-row.js';
import type { HandoverRow } from '../../handovers/handover-row.js';
import { sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import type { Values } from '../../shared/errors.js';
import type { FieldReason } from '../../shared/field-problem.js';
import type { ClientId, HandoverId } from '../../shared/ids.js';
import { toldOf } from '../../shared/refused-edit.js';

/** What settings would do before they are saved. */
export type SettingsPreview = {
  /** Field -> why they could not be saved. Then nothing else is told. */
  problems: Record<string, string>;
  /** Why, by the same fields, and the values that words for it need. */
  reasons: Record<string, FieldReason>;
  reason_params: Record<string, Values>;
  /** A request that would come at that moment. */
  request: (DueTimes & { is_open: boolean; opens_at: Date | null }) | null;
  /** Open requests, the oldest first, with their due times as they are and as they would be. */
  open_handovers: { id: HandoverId; user_name: string | null; before: DueTimes; after: DueTimes }[];
};

/** More open requests than these show nothing new. */
const mostShown = 20;

/**
 * What changed settings would mean for somebody who asks for a person at a moment, and for the requests that are open.
 * Writes nothing.
 *
 * @param ask.at the moment of the imagined request
 * @throws Refusal `not_found`
 */
export async function previewSettings(
  db: Queryable,
  { client_id, changes, at, now }: { client_id: ClientId; changes: SettingChanges; at: Date; now: Date },
): Promise<SettingsPreview> {
  const wanted = settingsAfter(await readStoredSettings(db, client_id), changes);
  const { fields: problems, ...why } = toldOf(problemsOf(wanted, now));
  if (Object.keys(problems).length > 0) return { problems, ...why, request: null, open_handovers: [] };
  const calendar = parseWorkingHours(wanted.working_hours, wanted.timezone);
  const open = await db.query<HandoverRow & { user_name: string | null }>(sql`
    SELECT ${handoverColumns}, u.name AS user_name
    FROM handovers h JOIN users u ON u.client_id = h.client_id AND u.id = h.user_id
    WHERE h.client_id = ${client_id} AND h.status IN ('pending', 'active')
    ORDER BY h.created_at, h.id LIMIT ${mostShown}`);
  return {
    ...{ problems, ...why },
    request: requestAt(at, wanted, calendar),
    open_handovers: open.map((handover) => ({
      ...{ id: handover.id, user_name: handover.user_name },
      before: only(handover),
      after: dueTimes(handover, wanted, calendar),
    })),
  };
}

function requestAt(
  at: Date,
  settings: TimeoutSettings,
  calendar: WorkingCalendar,
): NonNullable<SettingsPreview['request']> {
  const nothing = { taken_at: null, last_user_at: null, last_human_at: null };
  const unsent = { reminder_1_sent_at: null, reminder_2_sent_at: null };
  const fresh = { status: 'pending', created_at: at, waiting_since: at, ...nothing, ...unsent } as const;
  return {
    ...dueTimes(fresh, settings, calendar),
    ...{ is_open: isOpen(calendar, at), opens_at: nextOpening(calendar, at) },
  };
}

function only({ reminder_1_due_at, reminder_2_due_at, auto_close_due_at }: DueTimes): DueTimes {
  return { reminder_1_due_at, reminder_2_due_at, auto_close_due_at };
}
