import { hashSecret } from '../../shared/sealed-box.js';
import type { WrittenWording } from '../../texts/wording.js';
import type { ClientFile, ClientFileIntegration, ClientFileSettings } from './client-file-schema.js';

/** A secret stands in the state as its fingerprint: enough to see a change, nothing to give away. */
type StateSettings = { [Key in keyof ClientFileSettings]-?: Exclude<ClientFileSettings[Key], undefined> };
type Intent = NonNullable<ClientFile['intents']>[number];

/** What a client file can say about a client, as it stands in the database. Lists are kept under their keys. */
export type ClientState = {
  client: { name: string; language: string; timezone: string; status: 'active' | 'suspended' };
  settings: StateSettings;
  /** `platform/name` -> fingerprint of what the file says about the connection; null = disconnected. */
  integrations: Record<string, string | null>;
  intents: Record<
    string,
    { action: Intent['action']; reply: string | null; description: string | null; examples: string[] }
  >;
  prompts: Record<string, string>;
  notices: Record<string, WrittenWording>;
  saved_replies: Record<string, WrittenWording>;
  knowledge: Record<string, string>;
};

/** A client that is not there yet: the defaults of the tables. */
export function newClientState(slug: string): ClientState {
  return {
    client: { name: slug, language: 'ru', timezone: 'UTC', status: 'active' },
    settings: {
      telegram_chat_id: null,
      telegram_bot_token: null,
      owner_telegram_id: null,
      reminder_timeout_1: 30,
      reminder_timeout_2: 60,
      auto_close_timeout: 120,
      escalation_cooldown_minutes: 30,
      working_hours: null,
      handover_keywords: [],
      debounce_ms: 1200,
      debounce_max_ms: 6000,
      max_answer_age_minutes: 720,
      confidence_threshold: 0.6,
      no_count_limit: 2,
      media_action: 'handover',
      topic_mode: 'handover',
      reply_policy: 'taker',
      managers_only: false,
      csat_enabled: true,
      owner_mute_minutes: 30,
      conversation_idle_hours: 24,
      daily_token_limit: 0,
      retention_days: 365,
    },
    integrations: {},
    intents: {},
    prompts: {},
    notices: {},
    saved_replies: {},
    knowledge: {},
  };
}

/**
 * What the client will be once the file is applied. What the file leaves out stays; lists shrink only when pruned.
 *
 * @param prune whether entries of a list that the file has, but without them, are taken away
 */
export function stateAfter(current: ClientState, file: ClientFile, prune: boolean): ClientState {
  const { id: _id, ...client } = file.client;
  return {
    client: { ...current.client, ...defined(client) },
    settings: settingsAfter(current.settings, file.settings ?? {}, prune),
    integrations: integrationsAfter(current.integrations, file.integrations, prune),
    intents: intentsAfter(current.intents, file.intents, prune),
    prompts: { ...current.prompts, ...defined(file.prompts ?? {}) },
    notices: merged(current.notices, file.notices && defined(file.notices), prune),
    saved_replies: merged(current.saved_replies, file.saved_replies, prune),
    knowledge: merged(
      current.knowledge,
      file.knowledge && Object.fromEntries(file.knowledge.map(({ title, text }) => [title, text])),
      prune,
    ),
  };
}

function settingsAfter(current: StateSettings, given: ClientFileSettings, prune: boolean): StateSettings {
  const { telegram_bot_token: token, handover_keywords: keywords, ...rest } = given;
  return {
    ...current,
    ...defined(rest),
    ...(token === undefined ? {} : { telegram_bot_token: token === null ? null : hashSecret(token) }),
    ...(keywords === undefined
      ? {}
      : { handover_keywords: union(current.handover_keywords, keywords, prune) }),
  };
}

/** Tells whether what a file says about a connection is what was said before, secrets and all. */
export function fingerprintOf(entry: ClientFileIntegration): string {
  if (entry.platform === 'telegram') return hashSecret(entry.credentials.bot_token);
  const { platform: _platform, name: _name, ...said } = entry;
  return hashSecret(JSON.stringify(said));
}

function integrationsAfter(
  current: ClientState['integrations'],
  given: ClientFile['integrations'],
  prune: boolean,
): ClientState['integrations'] {
  if (!given) return current;
  const named = Object.fromEntries(
    given.map((entry) => [`${entry.platform}/${entry.name}`, fingerprintOf(entry)]),
  );
  // An integration has conversations: pruning disconnects it and keeps them.
  const others = Object.entries(current).map(([key, hash]): [string, string | null] => [
    key,
    prune ? null : hash,
  ]);
  return { ...Object.fromEntries(others), ...named };
}

function intentsAfter(
  current: ClientState['intents'],
  given: ClientFile['intents'],
  prune: boolean,
): ClientState['intents'] {
  if (!given) return current;
  const named = Object.fromEntries(
    given.map(({ name, action, reply = null, description = null, examples }) => [
      name,
      { action, reply, description, examples: union(current[name]?.examples ?? [], examples, prune) },
    ]),
  );
  return merged(current, named, prune);
}

function merged<T>(
  current: Record<string, T>,
  given: Record<string, T> | undefined,
  prune: boolean,
): Record<string, T> {
  if (!given) return current;
  return prune ? given : { ...current, ...given };
}

function union(current: string[], given: string[], prune: boolean): string[] {
  return prune ? given : [...current, ...given.filter((entry) => !current.includes(entry))];
}

function defined<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
