import { clearAlarm, raiseAlarm } from '../../src/integrations/alarms.js';
import { sql } from '../../src/shared/database.js';
import type { MessageId } from '../../src/shared/ids.js';
import type { WhatsAppContext } from './context.js';
import { decideHealth, isAlarming, windowsBefore } from './number-health.js';
import type { NumberHealth } from './number-health.js';

type HealthContext = Pick<WhatsAppContext, 'tools' | 'integration' | 'first_contacts_per_day'>;

/** Something that tells how WhatsApp takes the number. */
export type NumberEvent = {
  kind: 'first_contact' | 'not_delivered' | 'timelock' | 'disconnect';
  /** The chat, the message or the code: told of twice within a day, it counts once; disconnects count each. */
  subject: string;
  /** Until when WhatsApp says it lasts. */
  until?: Date | null;
};

/** How a number is, and whether a message would be the first in its chat. */
export type Standing = {
  health: NumberHealth;
  /** Nobody has written from the other side. */
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
      count(*) FILTER (WHERE kind = 'not_delivered')::int AS refused_day,
      count(*) FILTER (WHERE kind = 'not_delivered' AND at > ${hour})::int AS refused_hour,
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
export async function standingOf(
  context: HealthContext,
  { message_id, external_chat_id }: { message_id: MessageId; external_chat_id: string },
): Promise<Standing> {
  const { tools, integration } = context;
  const { client_id, id: integration_id } = integration;
  const { day } = windowsBefore(tools.clock.now());
  const [health, chat] = await Promise.all([
    numberHealth(context),
    tools.db.one<{ is_unsolicited: boolean; is_counted: boolean }>(sql`
      SELECT NOT EXISTS (
          SELECT FROM messages m JOIN messages r ON r.client_id = m.client_id AND r.integration_id = m.integration_id
            AND r.user_id = m.user_id AND r.role = 'user'
          WHERE m.client_id = ${client_id} AND m.id = ${message_id}) AS is_unsolicited,
        EXISTS (
          SELECT FROM number_health_events WHERE client_id = ${client_id} AND integration_id = ${integration_id}
            AND kind = 'first_contact' AND subject = ${external_chat_id} AND at > ${day}) AS is_counted`),
  ]);
  await tellOwner(context, health);
  return { health, ...chat };
}

async function tellOwner({ tools, integration }: HealthContext, health: NumberHealth): Promise<void> {
  const { client_id, id: subject } = integration;
  const alarm = { client_id, kind: 'number_at_risk', subject } as const;
  await (isAlarming(health) ? raiseAlarm : clearAlarm)(tools, alarm, tools.clock.now());
}
