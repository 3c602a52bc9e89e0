import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { lockSettings, opened, readSettings } from './read-settings.js';
import type { OpenedSettings, StoredSettings } from './read-settings.js';
import { clientFields, settingsSchema } from '../client-file/client-file-schema.js';
import { contradictions } from '../client-file/contradictions.js';
import { lockClient, writeSettings } from '../client-file/write-client.js';
import { loadClientProfile } from '../client-profile.js';
import { assertOpensWithin, longestClosedDays } from '../working-calendar.js';
import { parseWorkingHours } from '../working-hours.js';
import { writeAudit } from '../../audit/write-audit.js';
import { recomputeDueTimes } from '../../handovers/settings-changed.js';
import { forgetAlarms } from '../../integrations/alarms.js';
import { isUniqueViolation, sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import { EstafetaError } from '../../shared/errors.js';
import type { FieldProblem } from '../../shared/field-problem.js';
import type { ClientId } from '../../shared/ids.js';
import { FieldsInvalid, StaleEdit } from '../../shared/refused-edit.js';
import { hashSecret } from '../../shared/sealed-box.js';
import type { SealedBox } from '../../shared/sealed-box.js';

/** What may be changed; what is left out stays. */
export const settingChanges = z.strictObject({ ...clientFields, ...settingsSchema.shape }).partial();
export type SettingChanges = z.infer<typeof settingChanges>;

type Change = {
  client_id: ClientId;
  changes: SettingChanges;
  /** Of the settings as they were opened. */
  revision: string;
  actor: string;
  now: Date;
  box: SealedBox;
};

/**
 * Changes settings. Time-outs and hours move the due times of open requests, another group gets their cards. Part of the
 * caller's transaction.
 *
 * @returns the settings as they stand now
 * @throws FieldsInvalid when they would contradict each other, or the group is another client's
 * @throws StaleEdit when somebody has changed any of them since they were opened
 * @throws Refusal `not_found`
 */
export async function changeSettings(tx: Queryable, change: Change): Promise<OpenedSettings> {
  const { client_id, changes, revision, now } = change;
  await lockOf(tx, client_id);
  const before = await lockSettings(tx, client_id);
  if (opened(before).revision !== revision)
    throw new StaleEdit({ what: 'the settings', current: opened(before), yours: withoutSecret(changes) });
  const wanted = settingsAfter(before, changes);
  const problems = problemsOf(wanted, now);
  if (Object.keys(problems).length > 0) throw new FieldsInvalid(problems);
  const changed = changedBetween(before, wanted);
  if (changed === null) return opened(before);
  await write(tx, change, wanted);
  await writeAudit(tx, {
    ...{ client_id, actor: change.actor, action: 'change', subject: 'settings' },
    ...changed,
  });
  await recomputeDueTimes(tx, await loadClientProfile(tx, client_id), now);
  return readSettings(tx, client_id);
}

/** What the settings become; of a new token its fingerprint. */
export function settingsAfter(before: StoredSettings, changes: SettingChanges): StoredSettings {
  const { telegram_bot_token: token, ...rest } = changes;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const hash = token === undefined ? before.telegram_bot_token : token && hashSecret(token);
  return { ...before, ...said, telegram_bot_token: hash };
}

/** Field -> why these settings can't be. */
export function problemsOf(wanted: StoredSettings, now: Date): Record<string, FieldProblem> {
  const problems = contradictions(wanted);
  try {
    assertOpensWithin(parseWorkingHours(wanted.working_hours, wanted.timezone), now);
  } catch (error) {
    if (!(error instanceof EstafetaError)) throw error;
    problems['working_hours'] = {
      reason: 'closed_too_long',
      params: { days: longestClosedDays },
      message: error.message,
    };
  }
  return problems;
}

async function lockOf(tx: Queryable, client_id: ClientId): Promise<void> {
  const row = await tx.maybeOne<{ slug: string }>(sql`SELECT slug FROM clients WHERE id = ${client_id}`);
  if (row) await lockClient(tx, row.slug);
}

async function write(
  tx: Queryable,
  { client_id, changes, box }: Change,
  { name, language, timezone, ...settings }: StoredSettings,
): Promise<void> {
  await tx.query(sql`
    UPDATE clients SET name = ${name}, language = ${language}, timezone = ${timezone}, updated_at = now()
    WHERE id = ${client_id}`);
  try {
    await writeSettings(tx, { client_id, settings, token: changes.telegram_bot_token, box });
  } catch (error) {
    if (!isUniqueViolation(error, 'client_settings_telegram_chat_id_key')) throw error;
    throw new FieldsInvalid({
      telegram_chat_id: { reason: 'taken', message: 'belongs to another client already' },
    });
  }
  await forgetAlarms(tx, client_id);
}

type Sides = { before: Record<string, unknown>; after: Record<string, unknown> };

/** The fields that differ, for the audit; null when none does. */
function changedBetween(before: StoredSettings, after: StoredSettings): Sides | null {
  const sides: Sides = { before: {}, after: {} };
  for (const name of Object.keys(after) as (keyof StoredSettings)[]) {
    if (isDeepStrictEqual(before[name], after[name])) continue;
    const shown = (value: unknown): unknown =>
      name === 'telegram_bot_token' && value !== null ? 'a sealed secret' : value;
    sides.before[name] = shown(before[name]);
    sides.after[name] = shown(after[name]);
  }
  return Object.keys(sides.after).length === 0 ? null : sides;
}

function withoutSecret({ telegram_bot_token: token, ...rest }: SettingChanges): Record<string, unknown> {
  return token ? { ...rest, telegram_bot_token: 'a sealed secret' } : { ...rest };
}
