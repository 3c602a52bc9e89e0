import type { ClientState } from '../client-file/client-state.js';
import { sql } from '../../shared/database.js';
import type { Queryable, Sql } from '../../shared/database.js';
import { fingerprint } from '../../shared/fingerprint.js';
import type { ClientId } from '../../shared/ids.js';
import { notFound } from '../../shared/refusal.js';

/** A client's settings with what is said about the client itself; of the token its fingerprint. */
export type StoredSettings = ClientState['settings'] &
  Pick<ClientState['client'], 'name' | 'language' | 'timezone'>;

/** Settings as they may be shown: of the token only whether there is one. */
export type ShownSettings = Omit<StoredSettings, 'telegram_bot_token'> & { has_telegram_bot_token: boolean };

/** Settings as an editor opens them. */
export type OpenedSettings = {
  values: ShownSettings;
  /** Tells these values from any others: to be given back with a change. */
  revision: string;
};

const columns = sql`
  c.name, c.language, c.timezone, s.telegram_chat_id, s.telegram_bot_token_hash AS telegram_bot_token,
  s.owner_telegram_id, s.reminder_timeout_1, s.reminder_timeout_2, s.auto_close_timeout,
  s.escalation_cooldown_minutes, s.working_hours, s.handover_keywords, s.debounce_ms, s.debounce_max_ms,
  s.max_answer_age_minutes, s.confidence_threshold::float8 AS confidence_threshold, s.no_count_limit, s.media_action,
  s.topic_mode, s.reply_policy, s.managers_only, s.csat_enabled, s.owner_mute_minutes, s.conversation_idle_hours,
  s.daily_token_limit, s.retention_days`;

/** @throws Refusal `not_found` */
export async function readSettings(db: Queryable, client_id: ClientId): Promise<OpenedSettings> {
  return opened(await readStoredSettings(db, client_id));
}

/** @throws Refusal `not_found` */
export function readStoredSettings(db: Queryable, client_id: ClientId): Promise<StoredSettings> {
  return loadSettings(db, client_id, sql``);
}

/** Reads a client's settings for a change: nobody else changes them in this transaction. @throws Refusal `not_found` */
export function lockSettings(tx: Queryable, client_id: ClientId): Promise<StoredSettings> {
  return loadSettings(tx, client_id, sql`FOR UPDATE`);
}

/** Settings as whoever changes them sees them. */
export function opened(stored: StoredSettings): OpenedSettings {
  const { telegram_bot_token, ...values } = stored;
  return {
    values: { ...values, has_telegram_bot_token: telegram_bot_token !== null },
    revision: fingerprint(stored),
  };
}

async function loadSettings(db: Queryable, client_id: ClientId, lock: Sql): Promise<StoredSettings> {
  const row = await db.maybeOne<StoredSettings>(sql`
    SELECT ${columns} FROM clients c JOIN client_settings s ON s.client_id = c.id WHERE c.id = ${client_id} ${lock}`);
  if (!row) throw notFound('client');
  return row;
}
