import type { WorkingCalendar } from './working-calendar.js';
import { parseWorkingHours } from './working-hours.js';
import { EstafetaError } from '../shared/errors.js';
import { prepared, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** A row of `client_settings`, without the sealed token. */
export type ClientSettings = {
  telegram_chat_id: string | null;
  telegram_bot_token_hash: string | null;
  owner_telegram_id: string | null;
  reminder_timeout_1: number;
  reminder_timeout_2: number;
  auto_close_timeout: number;
  escalation_cooldown_minutes: number;
  handover_keywords: string[];
  debounce_ms: number;
  debounce_max_ms: number;
  max_answer_age_minutes: number;
  confidence_threshold: number;
  no_count_limit: number;
  media_action: 'handover' | 'notice' | 'transcribe';
  topic_mode: 'handover' | 'always';
  reply_policy: 'taker' | 'any_manager';
  managers_only: boolean;
  owner_mute_minutes: number;
  csat_enabled: boolean;
  daily_token_limit: number;
  conversation_idle_hours: number;
  group_is_forum: boolean | null;
};

/** A client with its settings and the calendar its minutes are counted by. */
export type ClientProfile = {
  id: ClientId;
  slug: string;
  name: string;
  status: 'active' | 'suspended';
  language: string;
  timezone: string;
  settings: ClientSettings;
  calendar: WorkingCalendar;
};

/** What {@link profileStatement} reads. */
export type ProfileRow = Omit<ClientProfile, 'settings' | 'calendar'> &
  ClientSettings & { working_hours: unknown };

const columns = sql`
  c.id, c.slug, c.name, c.status, c.language, c.timezone,
  s.telegram_chat_id, s.telegram_bot_token_hash, s.owner_telegram_id,
  s.reminder_timeout_1, s.reminder_timeout_2, s.auto_close_timeout, s.escalation_cooldown_minutes,
  s.working_hours, s.handover_keywords, s.debounce_ms, s.debounce_max_ms, s.max_answer_age_minutes,
  s.confidence_threshold::float8 AS confidence_threshold, s.no_count_limit, s.media_action, s.topic_mode,
  s.reply_policy, s.managers_only, s.owner_mute_minutes, s.csat_enabled, s.daily_token_limit,
  s.conversation_idle_hours, s.group_is_forum`;

/** @throws EstafetaError `client_unknown` when there is no such client. */
export async function loadClientProfile(db: Queryable, client_id: ClientId): Promise<ClientProfile> {
  return profileFrom(await db.query<ProfileRow>(profileStatement(client_id)), client_id);
}

/** Reads a client's profile together with other things: {@link profileFrom} makes it of the rows. */
export function profileStatement(client_id: ClientId): Sql {
  const statement = sql`
    SELECT ${columns} FROM clients c JOIN client_settings s ON s.client_id = c.id WHERE c.id = ${client_id}`;
  return prepared('client-profile', statement);
}

/** @throws EstafetaError `client_unknown` when there is no row */
export function profileFrom([row]: readonly ProfileRow[], client_id: ClientId): ClientProfile {
  if (!row) {
    throw new EstafetaError({
      code: 'client_unknown',
      message: `There is no client ${client_id}, or it has no settings.`,
      whatToDo: 'Apply its client file: npm run estafeta -- apply FILE.yaml',
    });
  }
  return profileOf(row);
}

/**
 * The client whose managers' group this is. The connection is named too: a group is served only by the bot that
 * the client itself has set, so that another client's bot added to the group sees nothing.
 *
 * @param sender_key `telegram:<fingerprint of the token>`
 */
export async function findClientOfGroup(
  db: Queryable,
  group: { telegram_chat_id: string; sender_key: string },
): Promise<ClientProfile | null> {
  const row = await db.maybeOne<ProfileRow>(
    sql`SELECT ${columns} FROM clients c JOIN client_settings s ON s.client_id = c.id
        WHERE s.telegram_chat_id = ${group.telegram_chat_id}
          AND 'telegram:' || s.telegram_bot_token_hash = ${group.sender_key}`,
  );
  return row ? profileOf(row) : null;
}

/** Whether a group is any client's, whichever bot serves it. */
export async function isAnyonesGroup(db: Queryable, telegram_chat_id: string): Promise<boolean> {
  const rows = await db.query(
    sql`SELECT client_id FROM client_settings WHERE telegram_chat_id = ${telegram_chat_id}`,
  );
  return rows.length > 0;
}

/** @returns the key of the connection that posts to the client's group, or null while it has no bot there. */
export function senderKeyOf(settings: ClientSettings): string | null {
  return settings.telegram_bot_token_hash && `telegram:${settings.telegram_bot_token_hash}`;
}

function profileOf({
  id,
  slug,
  name,
  status,
  language,
  timezone,
  working_hours,
  ...settings
}: ProfileRow): ClientProfile {
  const calendar = parseWorkingHours(working_hours, timezone);
  return { id, slug, name, status, language, timezone, settings, calendar };
}
