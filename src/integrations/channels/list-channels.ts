import type { PlatformId } from '../credentials.js';
import { subjectInWords } from '../alarms.js';
import type { AlarmKind } from '../alarms.js';
import type { CloudTemplate } from '../cloud-settings.js';
import type { LinkState } from '../whatsapp-link-row.js';
import { sql } from '../../shared/database.js';
import type { Queryable, Sql } from '../../shared/database.js';
import { plusMs, msOfHours } from '../../shared/durations.js';
import type { ClientId, IntegrationId } from '../../shared/ids.js';
import { texts } from '../../texts/texts.js';

/** Something that needs its owner's hand. */
export type ChannelTrouble = { problem: string; advice: string; since: Date };

/** One connection of a client as it stands. */
export type Channel = {
  id: IntegrationId;
  platform: PlatformId;
  name: string;
  status: 'pending' | 'connected' | 'error' | 'disconnected';
  /** Why it does not work, or is not set up yet. */
  status_message: string | null;
  /** How it calls itself at the messenger: `@coffee_bot`, `+7 701 000 00 01`; null where nobody asked. */
  account: string | null;
  /** Of the official API: in which template a manager's words go out after 24 hours; null: in none. */
  template: CloudTemplate | null;
  /** Since when it stands so. */
  since: Date;
  /** What goes on over it: stays when it is switched off, and nobody is answered any more. */
  open_conversations: number;
  open_handovers: number;
  /** Of a linked phone: where the link stands and what to do next, in words. */
  link: { state: LinkState; phone: string | null; words: string } | null;
  /** Of a linked phone, within a day: what WhatsApp looks at before it blocks a number. */
  health: ChannelHealth | null;
  troubles: ChannelTrouble[];
};

/** `no_new_contacts`: nobody is written to first today any more; `at_risk`: WhatsApp may be about to restrict the number. */
export type ChannelHealth = {
  state: 'fine' | 'no_new_contacts' | 'at_risk';
  first_contacts: number;
  not_delivered: number;
  disconnects: number;
};

type Row = Omit<Channel, 'link' | 'health' | 'troubles'> & {
  link_state: LinkState;
  phone: string | null;
  first_contacts: number;
  not_delivered: number;
  disconnects: number;
  is_at_risk: boolean;
};

/**
 * A client's connections, those that are switched off last.
 *
 * @param of.language code of who reads it
 * @param of.firstContactsPerDay how many people a linked phone may write to first within a day
 */
export async function listChannels(
  db: Queryable,
  of: { client_id: ClientId; language: string; firstContactsPerDay: number; now: Date },
): Promise<Channel[]> {
  const rows = await db.query<Row>(rowsOf(of.client_id, plusMs(of.now, -msOfHours(24))));
  const troubles = await troublesOf(db, of);
  const { linking } = texts(of.language);
  return rows.map(
    ({ link_state, phone, first_contacts, not_delivered, disconnects, is_at_risk, ...channel }) => {
      const counted = { first_contacts, not_delivered, disconnects };
      const isSpent = first_contacts >= of.firstContactsPerDay;
      const isPhone = channel.platform === 'whatsapp' && channel.status !== 'disconnected';
      return {
        ...channel,
        link: isPhone ? { state: link_state, phone, words: linking.states[link_state] } : null,
        health: isPhone
          ? { state: is_at_risk ? 'at_risk' : isSpent ? 'no_new_contacts' : 'fine', ...counted }
          : null,
        troubles: troubles.filter(({ subject }) => subject === channel.id).map(withoutSubject),
      };
    },
  );
}

function rowsOf(client_id: ClientId, since: Date): Sql {
  const counted = (kind: string): Sql => sql`
    (SELECT count(DISTINCT CASE WHEN n.kind = 'disconnect' THEN n.id::text ELSE n.subject END)::int
     FROM number_health_events n
     WHERE n.client_id = i.client_id AND n.integration_id = i.id AND n.kind = ${kind} AND n.at > ${since})`;
  return sql`
    SELECT i.id, i.platform_id AS platform, i.name, i.status, i.status_message, i.metadata->>'account' AS account,
      i.settings->'template' AS template,
      CASE WHEN l.state = 'connected' THEN coalesce(l.connected_at, l.updated_at)
        ELSE greatest(i.updated_at, l.updated_at) END AS since,
      (SELECT count(*)::int FROM conversations c
       WHERE c.client_id = i.client_id AND c.integration_id = i.id AND c.status = 'active') AS open_conversations,
      (SELECT count(*)::int FROM handovers h JOIN conversations c ON c.client_id = h.client_id AND c.id = h.conversation_id
       WHERE h.client_id = i.client_id AND h.status IN ('pending', 'active') AND c.integration_id = i.id) AS open_handovers,
      EXISTS (SELECT FROM alarms a WHERE a.client_id = i.client_id AND a.subject = i.id::text
        AND a.kind = 'number_at_risk' AND a.cleared_at IS NULL) AS is_at_risk,
      coalesce(l.state, 'unlinked') AS link_state, l.phone, ${counted('first_contact')} AS first_contacts,
      ${counted('not_delivered')} AS not_delivered, ${counted('disconnect')} AS disconnects
    FROM integrations i
    LEFT JOIN whatsapp_links l ON l.client_id = i.client_id AND l.integration_id = i.id
    WHERE i.client_id = ${client_id}
    ORDER BY i.status = 'disconnected', i.platform_id, i.name`;
}

/** The managers' group as it was last seen. */
export type ManagersGroup = {
  telegram_chat_id: string | null;
  has_bot: boolean;
  /** Null: the bot has not looked yet. */
  is_forum: boolean | null;
  troubles: ChannelTrouble[];
};

/** Where a client's managers answer, and what is wrong with it. */
export async function readManagersGroup(
  db: Queryable,
  of: { client_id: ClientId; language: string },
): Promise<ManagersGroup> {
  const group = await db.one<Omit<ManagersGroup, 'troubles'>>(sql`
    SELECT telegram_chat_id, telegram_bot_token_hash IS NOT NULL AS has_bot, group_is_forum AS is_forum
    FROM client_settings WHERE client_id = ${of.client_id}`);
  const troubles = await troublesOf(db, of);
  const ofGroup = troubles.filter(({ subject }) => subject === 'group' || subject === 'managers_bot');
  return { ...group, troubles: ofGroup.map(withoutSubject) };
}

type TroubleOf = ChannelTrouble & { subject: string };

async function troublesOf(
  db: Queryable,
  { client_id, language }: { client_id: ClientId; language: string },
): Promise<TroubleOf[]> {
  const { alarms } = texts(language);
  const rows = await db.query<{ kind: AlarmKind; subject: string; since: Date; name: string | null }>(sql`
    SELECT a.kind, a.subject, a.raised_at AS since, i.name
    FROM alarms a LEFT JOIN integrations i ON i.client_id = a.client_id AND i.id::text = a.subject
    WHERE a.client_id = ${client_id} AND a.cleared_at IS NULL ORDER BY a.raised_at`);
  return rows.map(({ kind, subject, since, name }) => {
    const { problem, advice } = alarms.kinds[kind];
    return { subject, since, advice, problem: problem(subjectInWords(alarms, subject, name)) };
  });
}

function withoutSubject({ problem, advice, since }: TroubleOf): ChannelTrouble {
  return { problem, advice, since };
}
