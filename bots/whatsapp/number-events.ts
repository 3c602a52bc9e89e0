import { clearAlarm, raiseAlarm } from '../../src/integrations/alarms.js';
import { sql } from '../../src/shared/database.js';
import type { MessageId, UserId } from '../../src/shared/ids.js';
import { wholeUser } from '../../src/users/whole-user.js';
import type { WhatsAppContext } from './context.js';
import { decideHealth, isAlarming, windowsBefore } from './number-health.js';
import type { NumberHealth } from './number-health.js';

type HealthContext = Pick<WhatsAppContext, 'tools' | 'integration' | 'first_contacts_per_day'>;

/** Something that tells how WhatsApp takes the number. */
export type NumberEvent = {
  kind: 'not_delivered' | 'timelock' | 'disconnect';
  /** The message or the code: told of twice within a day, it counts once; disconnects count each. */
  subject: string;
  /** Until when WhatsApp says it lasts. */
  until?: Date | null;
};

/** How a number is, and whether a message would be the first in its chat. */
export type Standing = {
  health: NumberHealth;
  /** Where the message goes by now: WhatsApp may have told of another spelling of the number meanwhile. */
  chat: string;
  /** Nobody has written from the other side, under whatever address of theirs. */
  is_unsolicited: boolean;
  /** It was written to unasked today already: one contact, however many messages. */
  is_counted: boolean;
};

/** Writes it down, and calls the owner when the number is at risk by now. */
export async function noteNumberEvent(
  context: HealthContext,
  { kind, subject, until = null }: NumberEvent,
): Promise<void> {
  const { tools, integration } = context;
  const { client_id, id: integration_id } = integration;
  const now = tools.clock.now();
  const { day, forgotten } = windowsBefore(now);
  await tools.db.query(sql`
    WITH gone AS (
      DELETE FROM number_health_events
      WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND at < ${forgotten}
    )
    INSERT INTO number_health_events (client_id, integration_id, kind, subject, at, until)
    SELECT ${client_id}, ${integration_id}, ${kind}, ${subject}, ${now}, ${until}
    WHERE ${kind} IN ('disconnect', 'timelock') OR NOT EXISTS (
      SELECT FROM number_health_events WHERE client_id = ${client_id} AND integration_id = ${integration_id}
        AND kind = ${kind} AND subject = ${subject} AND at > ${day})`);
  await tellOwner(context, await numberHealth(context));
}

/**
 * Counts somebody who is about to be written to first, while the day has room for them. Side by side no two take the same
 * last place; whoever is counted today already stays counted once.
 *
 * @returns false when there is no room left
 */
export async function countFirstContact(
  { tools, integration, first_contacts_per_day }: HealthContext,
  subject: string,
): Promise<boolean> {
  const { client_id, id: integration_id } = integration;
  const now = tools.clock.now();
  const { day } = windowsBefore(now);
  return tools.db.transaction(async (tx) => {
    await tx.query(sql`
      SELECT id FROM integrations WHERE client_id = ${client_id} AND id = ${integration_id} FOR NO KEY UPDATE`);
    const { is_known, count } = await tx.one<{ is_known: boolean; count: number }>(sql`
      SELECT coalesce(bool_or(subject = ${subject}), false) AS is_known, count(DISTINCT subject)::int AS count
      FROM number_health_events WHERE client_id = ${client_id} AND integration_id = ${integration_id}
        AND kind = 'first_contact' AND at > ${day}`);
    if (is_known || count >= first_contacts_per_day) return is_known;
    await tx.query(sql`
      INSERT INTO number_health_events (client_id, integration_id, kind, subject, at)
      VALUES (${client_id}, ${integration_id}, 'first_contact', ${subject}, ${now})`);
    return true;
  });
}

/** How the number is now. */
export async function numberHealth({
  tools,
  integration,
  first_contacts_per_day,
}: HealthContext): Promise<NumberHealth> {
  const now = tools.clock.now();
  const { hour, day } = windowsBefore(now);
  const counts = await tools.db.one<{
    first_contacts: number;
    refused_day: number;
    refused_hour: number;
    ended_hour: number;
    timelock_until: Date | null;
  }>(sql`
    SELECT count(DISTINCT subject) FILTER (WHERE kind = 'first_contact')::int AS first_contacts,
      -- Heard of in two ways at the same moment, one refusal may stand here twice.
      count(DISTINCT subject) FILTER (WHERE kind = 'not_delivered')::int AS refused_day,
      count(DISTINCT subject) FILTER (WHERE kind = 'not_delivered' AND at > ${hour})::int AS refused_hour,
      count(*) FILTER (WHERE kind = 'disconnect' AND at > ${hour})::int AS ended_hour,
      -- The newest word counts: it may have been lifted before its time.
      (SELECT until FROM number_health_events
       WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id} AND kind = 'timelock'
       ORDER BY at DESC LIMIT 1) AS timelock_until
    FROM number_health_events
    WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id} AND at > ${day}`);
  return decideHealth(
    {
      first_contacts: counts.first_contacts,
      not_delivered: { day: counts.refused_day, hour: counts.refused_hour },
      disconnects: { hour: counts.ended_hour },
      timelock_until: counts.timelock_until,
    },
    { first_contacts_per_day, now },
  );
}

/** What has to be known before a message is sent. An owner who was called is told once the number is well again. */
export async function standingOf(context: HealthContext, message_id: MessageId): Promise<Standing> {
  const { tools, integration } = context;
  const { client_id, id: integration_id } = integration;
  const { day } = windowsBefore(tools.clock.now());
  const { user_id, chat } = await tools.db.one<{ user_id: UserId; chat: string }>(sql`
    SELECT user_id, external_chat_id AS chat FROM messages WHERE client_id = ${client_id} AND id = ${message_id}`);
  const [health, known] = await Promise.all([
    numberHealth(context),
    tools.db.one<{ is_unsolicited: boolean; is_counted: boolean }>(sql`
      SELECT NOT EXISTS (
          SELECT FROM messages WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND role = 'user'
            AND user_id IN ${wholeUser({ client_id, user_id })}) AS is_unsolicited,
        EXISTS (
          SELECT FROM number_health_events WHERE client_id = ${client_id} AND integration_id = ${integration_id}
            AND kind = 'first_contact' AND subject = ${chat} AND at > ${day}) AS is_counted`),
  ]);
  await tellOwner(context, health);
  return { health, chat, ...known };
}

async function tellOwner({ tools, integration }: HealthContext, health: NumberHealth): Promise<void> {
  const { client_id, id: subject } = integration;
  const alarm = { client_id, kind: 'number_at_risk', subject } as const;
  await (isAlarming(health) ? raiseAlarm : clearAlarm)(tools, alarm, tools.clock.now());
}
