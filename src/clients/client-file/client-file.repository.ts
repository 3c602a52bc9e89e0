import { newClientState } from './client-state.js';
import type { AppliedMark } from './changes.js';
import type { ClientState } from './client-state.js';
import type { Database } from '../../shared/database.js';
import type { ClientId } from '../../shared/ids.js';
import { asWritten } from '../../texts/wording.js';
import type { WrittenWording } from '../../texts/wording.js';
import { z } from 'zod';

export type StoredClient = {
  client_id: ClientId;
  state: ClientState;
  applied: AppliedMark;
  /** Ids the client's group had before it became a supergroup. */
  moved_from: string[];
};

const config = z.looseObject({
  applied: z.record(z.string(), z.string()).optional(),
  moved_from: z.array(z.string()).optional(),
});

const byLanguage = z.record(z.string(), z.string());

const said = z.looseObject({ fingerprint: z.string().optional() });

/** Everything a client file can say about a client, as it stands now; null when there is no such client. */
export async function loadClientState(db: Database, slug: string): Promise<StoredClient | null> {
  const prisma = await db.prisma();
  const row = await prisma.client.findUnique({
    where: { slug },
    include: {
      settings: true,
      integrations: true,
      intents: true,
      prompts: { where: { is_active: true } },
      notices: true,
      saved_replies: true,
      knowledge: true,
    },
  });
  if (!row) return null;
  const { settings } = row;
  return {
    client_id: row.id as ClientId,
    applied: config.parse(row.config).applied ?? {},
    moved_from: config.parse(row.config).moved_from ?? [],
    state: {
      client: {
        name: row.name,
        language: row.language,
        timezone: row.timezone,
        status: row.status as ClientState['client']['status'],
      },
      settings: settings ? settingsOf(settings) : newClientState(slug).settings,
      integrations: Object.fromEntries(
        row.integrations.map((one) => [`${one.platform_id}/${one.name}`, saidBefore(one)]),
      ),
      intents: Object.fromEntries(
        row.intents.map(({ name, action, reply, description, examples }) => [
          name,
          { action: action as ClientState['intents'][string]['action'], reply, description, examples },
        ]),
      ),
      prompts: Object.fromEntries(row.prompts.map(({ name, text }) => [name, text])),
      notices: wordings(row.notices),
      saved_replies: wordings(row.saved_replies),
      knowledge: Object.fromEntries(row.knowledge.map(({ title, text }) => [title, text])),
    },
  };
}

function wordings(
  rows: readonly { name: string; text: string | null; by_language: unknown }[],
): Record<string, WrittenWording> {
  return Object.fromEntries(
    rows.flatMap(({ name, text, by_language }) => {
      const written = asWritten({ text, by_language: byLanguage.parse(by_language) });
      return written === null ? [] : [[name, written] as const];
    }),
  );
}

/** What the file said about a connection that is not switched off; of a bot its token alone tells that. */
function saidBefore(row: { credentials_hash: string | null; metadata: unknown }): string | null {
  return row.credentials_hash && (said.parse(row.metadata).fingerprint ?? row.credentials_hash);
}

type Prisma = Awaited<ReturnType<Database['prisma']>>;
type SettingsRow = NonNullable<Awaited<ReturnType<Prisma['clientSettings']['findUnique']>>>;

function settingsOf(row: SettingsRow): ClientState['settings'] {
  return {
    telegram_chat_id: row.telegram_chat_id,
    telegram_bot_token: row.telegram_bot_token_hash,
    owner_telegram_id: row.owner_telegram_id,
    reminder_timeout_1: row.reminder_timeout_1,
    reminder_timeout_2: row.reminder_timeout_2,
    auto_close_timeout: row.auto_close_timeout,
    escalation_cooldown_minutes: row.escalation_cooldown_minutes,
    working_hours: row.working_hours as ClientState['settings']['working_hours'],
    handover_keywords: row.handover_keywords,
    debounce_ms: row.debounce_ms,
    debounce_max_ms: row.debounce_max_ms,
    max_answer_age_minutes: row.max_answer_age_minutes,
    confidence_threshold: Number(row.confidence_threshold),
    no_count_limit: row.no_count_limit,
    media_action: row.media_action as ClientState['settings']['media_action'],
    topic_mode: row.topic_mode as ClientState['settings']['topic_mode'],
    reply_policy: row.reply_policy as ClientState['settings']['reply_policy'],
    managers_only: row.managers_only,
    csat_enabled: row.csat_enabled,
    owner_mute_minutes: row.owner_mute_minutes,
    conversation_idle_hours: row.conversation_idle_hours,
    daily_token_limit: row.daily_token_limit,
    retention_days: row.retention_days,
  };
}
