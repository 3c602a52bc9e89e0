import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { isUuid } from '../shared/ids.js';
import type { ClientId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import type { AlarmTexts } from '../texts/shape/alarms.js';
import { texts } from '../texts/texts.js';

/** What an owner is called for. */
export type AlarmKind = keyof AlarmTexts['kinds'];

/** One thing that needs the owner's hand. */
export type Alarm = {
  client_id: ClientId;
  kind: AlarmKind;
  /** What of the client it is about: `group`, `managers_bot`, or the id of an integration. */
  subject: string;
};

type AlarmTools = { db: Queryable; logger: Pick<Logger, 'error' | 'info'> };

/**
 * Notes that something of a client needs its owner: one outage is one alarm, however often it is noticed. The owner is
 * told by whatever still works, moments later and once a day while it stays; `/readyz` and `client list` show it.
 *
 * @param tools.db the transaction of what was noticed, or the database
 * @returns whether this is news
 */
export async function raiseAlarm(
  { db, logger }: AlarmTools,
  { client_id, kind, subject }: Alarm,
  now: Date,
): Promise<boolean> {
  const rows = await db.query(sql`
    INSERT INTO alarms (client_id, kind, subject, raised_at, tell_due_at)
    VALUES (${client_id}, ${kind}, ${subject}, ${now}, ${now})
    ON CONFLICT (client_id, kind, subject) WHERE cleared_at IS NULL DO NOTHING
    RETURNING id`);
  if (rows.length === 0) return false;
  const { problem, advice } = texts('en').alarms.kinds[kind];
  logger.error({ client_id, kind, subject, advice }, `alarm: ${problem(subject)}`);
  return true;
}

/**
 * It is put right. An owner who was told of it is told that, too.
 *
 * @returns whether there was such an alarm
 */
export async function clearAlarm(
  { db, logger }: AlarmTools,
  { client_id, kind, subject }: Alarm,
  now: Date,
): Promise<boolean> {
  const rows = await db.query(sql`
    UPDATE alarms SET cleared_at = ${now}, refused_by = '{}',
      tell_due_at = CASE WHEN told_count > 0 THEN ${now}::timestamptz END
    WHERE client_id = ${client_id} AND kind = ${kind} AND subject = ${subject} AND cleared_at IS NULL
    RETURNING id`);
  if (rows.length === 0) return false;
  logger.info({ client_id, kind, subject }, 'an alarm is over');
  return true;
}

/**
 * Nobody tells when it is put right: one that was raised before that moment is over without a word.
 */
export async function clearOldAlarm(
  { db, logger }: AlarmTools,
  { client_id, kind, subject }: Alarm,
  { now, before }: { now: Date; before: Date },
): Promise<void> {
  const rows = await db.query(sql`
    UPDATE alarms SET cleared_at = ${now}, tell_due_at = NULL
    WHERE client_id = ${client_id} AND kind = ${kind} AND subject = ${subject} AND cleared_at IS NULL
      AND raised_at < ${before}
    RETURNING id`);
  if (rows.length > 0)
    logger.info({ client_id, kind, subject }, 'nothing more was heard of an alarm: it is over');
}

/** Alarms about what the client has no more: a group, a bot, a connection that was taken out. Nobody is told that they are over. */
export async function forgetAlarms(tx: Queryable, client_id: ClientId): Promise<void> {
  await tx.query(sql`
    UPDATE alarms a SET cleared_at = now(), tell_due_at = NULL
    FROM client_settings s
    WHERE a.client_id = ${client_id} AND a.cleared_at IS NULL AND s.client_id = a.client_id AND (
      a.subject = 'group' AND s.telegram_chat_id IS NULL
      OR a.subject = 'managers_bot' AND s.telegram_bot_token_hash IS NULL
      OR EXISTS (SELECT FROM integrations i
        WHERE i.client_id = a.client_id AND i.id::text = a.subject AND i.status = 'disconnected'))`);
}

/** An alarm that is not over, as a list for operators shows it. */
export type OpenAlarm = { client: string; subject: string; problem: string; since: Date };

/** What needs an owner's hand now, over all clients, in English. */
export async function openAlarms(db: Queryable): Promise<OpenAlarm[]> {
  const rows = await db.query<Alarm & { client: string; raised_at: Date; integration: string | null }>(sql`
    SELECT a.client_id, a.kind, a.subject, a.raised_at, c.slug AS client, i.name AS integration
    FROM alarms a JOIN clients c ON c.id = a.client_id
    LEFT JOIN integrations i ON i.client_id = a.client_id AND i.id::text = a.subject
    WHERE a.cleared_at IS NULL ORDER BY a.raised_at DESC LIMIT 100`);
  return rows.map(({ client, kind, subject, raised_at, integration }) => {
    const { problem, advice } = texts('en').alarms.kinds[kind];
    const named = subjectInWords(texts('en').alarms, subject, integration);
    return { client, subject: named, problem: `${problem(named)} ${advice}`, since: raised_at };
  });
}

/** What an alarm is about, in words. */
export function subjectInWords(
  { subjects }: AlarmTexts,
  subject: string,
  integration_name: string | null,
): string {
  if (subject === 'group') return subjects.group;
  if (subject === 'managers_bot') return subjects.managersBot;
  return integration_name !== null || isUuid(subject)
    ? subjects.integration(integration_name ?? '?')
    : subject;
}
