import { writeAudit } from '../audit/write-audit.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { notFound } from '../shared/refusal.js';

export const setupStates = ['done', 'open', 'optional'] as const;

/** What a client needs before it can serve anybody, in the order it is done; under each, how it may stand. */
export const setupSteps = {
  bot: ['connected', 'none', 'connecting', 'refused'],
  group: [
    'linked',
    'no_bot',
    'no_group',
    'not_seen',
    'bot_removed',
    'not_admin',
    'no_topics_right',
    'no_topics',
  ],
  hours: ['set', 'round_the_clock'],
  intents: ['some', 'none'],
  managers: ['some', 'none'],
  message: ['came', 'none'],
} as const;

export type SetupStep = {
  [Name in keyof typeof setupSteps]: {
    name: Name;
    state: (typeof setupStates)[number];
    /** Why it stands so. */
    reason: (typeof setupSteps)[Name][number];
  };
}[keyof typeof setupSteps];

/** What of a client's rows says how far it is. */
export type SetupFacts = {
  channels: string[];
  has_group_bot: boolean;
  has_group: boolean;
  group_is_forum: boolean | null;
  /** The group's open alarms. */
  troubles: string[];
  has_hours: boolean;
  has_intents: boolean;
  has_managers: boolean;
  has_messages: boolean;
};

/** Each step of the set-up as it stands. */
export function stepsOf(facts: SetupFacts): SetupStep[] {
  const bot = botOf(facts);
  const group = groupOf(facts);
  const some = (is: boolean) => (is ? 'some' : 'none');
  const state = (is: boolean) => (is ? 'done' : 'open');
  return [
    { name: 'bot', state: state(bot === 'connected'), reason: bot },
    {
      name: 'group',
      state: group === 'no_topics' ? 'optional' : state(group === 'linked'),
      reason: group,
    },
    {
      name: 'hours',
      state: facts.has_hours ? 'done' : 'optional',
      reason: facts.has_hours ? 'set' : 'round_the_clock',
    },
    { name: 'intents', state: state(facts.has_intents), reason: some(facts.has_intents) },
    { name: 'managers', state: state(facts.has_managers), reason: some(facts.has_managers) },
    {
      name: 'message',
      state: state(facts.has_messages),
      reason: facts.has_messages ? 'came' : 'none',
    },
  ];
}

function botOf({ channels }: SetupFacts): (typeof setupSteps.bot)[number] {
  if (channels.includes('connected')) return 'connected';
  if (channels.includes('error')) return 'refused';
  return channels.includes('pending') ? 'connecting' : 'none';
}

function groupOf(facts: SetupFacts): (typeof setupSteps.group)[number] {
  if (!facts.has_group_bot) return 'no_bot';
  if (!facts.has_group) return 'no_group';
  if (facts.troubles.includes('bot_removed')) return 'bot_removed';
  if (facts.troubles.includes('bot_not_admin')) return 'not_admin';
  if (facts.troubles.includes('topics_not_allowed')) return 'no_topics_right';
  if (facts.group_is_forum === null) return 'not_seen';
  return facts.group_is_forum ? 'linked' : 'no_topics';
}

/**
 * How far a client's set-up is.
 *
 * @returns the steps, and whether the client is still being set up: it was made in the panel, and nobody has put the
 *   list away
 * @throws Refusal `not_found`
 */
export async function readSetup(
  db: Queryable,
  client_id: ClientId,
): Promise<{ is_open: boolean; steps: SetupStep[] }> {
  const row = await db.maybeOne<SetupFacts & { is_open: boolean }>(sql`
    SELECT coalesce(c.config->>'setup' = 'open', false) AS is_open,
      ARRAY(SELECT i.status FROM integrations i WHERE i.client_id = c.id) AS channels,
      s.telegram_bot_token_hash IS NOT NULL AS has_group_bot, s.telegram_chat_id IS NOT NULL AS has_group,
      s.group_is_forum,
      ARRAY(SELECT a.kind FROM alarms a
        WHERE a.client_id = c.id AND a.subject = 'group' AND a.cleared_at IS NULL) AS troubles,
      s.working_hours IS NOT NULL AS has_hours,
      EXISTS (SELECT FROM intents n WHERE n.client_id = c.id) AS has_intents,
      EXISTS (SELECT FROM managers m WHERE m.client_id = c.id AND m.is_active) AS has_managers,
      EXISTS (SELECT FROM messages m WHERE m.client_id = c.id AND m.role = 'user') AS has_messages
    FROM clients c JOIN client_settings s ON s.client_id = c.id WHERE c.id = ${client_id}`);
  if (!row) throw notFound('client');
  const { is_open, ...facts } = row;
  return { is_open, steps: stepsOf(facts) };
}

/** Puts the list away, or shows it again. Part of the caller's transaction. */
export async function showSetup(
  tx: Queryable,
  { client_id, is_open, actor }: { client_id: ClientId; is_open: boolean; actor: string },
): Promise<void> {
  const setup = is_open ? 'open' : 'over';
  await tx.query(sql`
    UPDATE clients SET config = config || ${json({ setup })}::jsonb WHERE id = ${client_id}`);
  await writeAudit(tx, {
    ...{ client_id, actor, action: is_open ? 'show' : 'put_away', subject: 'set-up list' },
    ...{ before: null, after: null },
  });
}
