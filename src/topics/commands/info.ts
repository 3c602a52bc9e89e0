import type { GroupCommand, Said } from './command.js';
import type { StyledText } from '../styled-text.js';
import type { TopicRow } from '../topic-row.js';
import type { IdentityKind } from '../../messages/inbound-message.js';
import { lastWritten, openUntil } from '../../messages/writing-window.js';
import { sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import { minutesBetween } from '../../shared/durations.js';
import type { IntegrationId } from '../../shared/ids.js';
import { formatMinutes } from '../../texts/amounts.js';
import { formatLanguage } from '../../texts/language-names.js';
import { formatDay, formatMoment } from '../../texts/moments.js';
import { wholeUser } from '../../users/whole-user.js';

type UserRow = {
  name: string | null;
  username: string | null;
  phone: string | null;
  language_code: string | null;
  created_at: Date;
  channel: 'telegram' | 'whatsapp' | 'whatsapp_cloud' | null;
  integration_id: IntegrationId | null;
  started_at: Date | null;
  bot_muted_until: Date | null;
  blocked_at: Date | null;
  messages: number;
  handovers: number;
  status: 'pending' | 'active' | null;
  taker: string | null;
  waiting_since: Date | null;
  addresses: { kind: IdentityKind; value: string }[];
  /** Who was merged into this user, by name. */
  merged: (string | null)[];
  /** When they wrote last to the connection of this conversation. */
  last_written: Date | null;
};

/** Who this user is and how things stand with them. */
export const info: GroupCommand = {
  name: 'info',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.info,
  run: async (tx, said) => describe(said, await loadUser(tx, said.topic)),
};

async function loadUser(tx: Queryable, { client_id, user_id }: TopicRow): Promise<UserRow> {
  const whole = wholeUser({ client_id, user_id });
  const user = await tx.one<Omit<UserRow, 'last_written'>>(sql`
    SELECT u.name, u.username, u.phone, u.language_code, u.created_at, u.blocked_at, c.channel, c.integration_id,
      c.started_at, c.bot_muted_until,
      (SELECT count(*) FROM messages m WHERE m.client_id = u.client_id AND m.user_id IN ${whole}) AS messages,
      (SELECT count(*) FROM handovers a WHERE a.client_id = u.client_id AND a.user_id IN ${whole} AND NOT EXISTS (
         SELECT FROM handover_events e
         WHERE e.client_id = a.client_id AND e.handover_id = a.id AND e.type = 'merged')) AS handovers,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value) ORDER BY i.created_at, i.kind, i.value), '[]')
       FROM user_identities i WHERE i.client_id = u.client_id AND i.user_id IN ${whole}) AS addresses,
      ARRAY(SELECT coalesce(y.name, y.username, y.phone) FROM users y
        WHERE y.client_id = u.client_id AND y.id IN ${whole} AND y.id <> u.id ORDER BY y.created_at) AS merged,
      h.status, h.assigned_to_name AS taker, h.waiting_since
    FROM users u
    LEFT JOIN LATERAL (
      SELECT * FROM conversations c WHERE c.client_id = u.client_id AND c.user_id = u.id ORDER BY c.last_message_at DESC LIMIT 1
    ) c ON true
    LEFT JOIN handovers h ON h.client_id = u.client_id AND h.user_id = u.id AND h.status IN ('pending', 'active')
    WHERE u.client_id = ${client_id} AND u.id = ${user_id}`);
  const { channel, integration_id } = user;
  const isLimited = channel === 'whatsapp_cloud' && integration_id !== null;
  const last_written = isLimited ? await lastWritten(tx, { client_id, integration_id, user_id }) : null;
  return { ...user, last_written };
}

/** Until when the customer may be written to freely, where that ends. */
function windowOf({ words, profile, now }: Said, { channel, last_written }: UserRow): string | null {
  if (channel !== 'whatsapp_cloud') return null;
  const { info: lines } = words.commands;
  const until = openUntil(last_written, now);
  return until
    ? lines.windowOpen(formatMoment(profile.language, until, now, profile.timezone))
    : lines.windowClosed;
}

/** More than the phone and the username say by themselves; one address is no list. */
function addressesOf({ words }: Said, { addresses }: UserRow): string | null {
  if (addresses.length < 2) return null;
  const { messengers, merging } = words;
  return addresses
    .map(({ kind, value }) => {
      switch (kind) {
        case 'telegram_id':
          return `${messengers.telegram} ${value}`;
        case 'phone':
          return value;
        case 'whatsapp_lid':
          return merging.hiddenAddress(value);
        case 'whatsapp_address':
          return `${messengers.whatsapp} ${value}`;
        case 'whatsapp_user_id':
          return `${messengers.whatsapp_cloud} ${value}`;
      }
    })
    .join(', ');
}

function joinedWith({ words }: Said, { merged }: UserRow): string | null {
  return merged.length === 0 ? null : merged.map((name) => name || words.card.nameless).join(', ');
}

function describe(said: Said, user: UserRow): StyledText {
  const { words, profile, now } = said;
  const { info: lines } = words.commands;
  const { language, timezone } = profile;
  const { labels } = lines;
  const fact = (label: string, value: string | number | null): StyledText =>
    value === null ? [] : [{ text: `\n${label}: ` }, { text: String(value), look: 'bold' }];
  const waiting = user.waiting_since && formatMinutes(language, minutesBetween(user.waiting_since, now));
  const isMuted = user.bot_muted_until !== null && user.bot_muted_until > now;
  return [
    { text: lines.title, look: 'bold' },
    ...fact(labels.name, user.name ?? lines.unknown),
    ...fact(labels.username, user.username && `@${user.username}`),
    ...fact(labels.phone, user.phone),
    ...fact(words.merging.labels.addresses, addressesOf(said, user)),
    ...fact(words.merging.labels.joinedWith, joinedWith(said, user)),
    ...fact(labels.language, user.language_code && formatLanguage(language, user.language_code)),
    ...fact(labels.messenger, user.channel && words.messengers[user.channel]),
    ...fact(labels.writingWindow, windowOf(said, user)),
    ...fact(labels.since, formatDay(language, user.created_at, timezone, true)),
    ...fact(labels.conversation, user.started_at && formatMoment(language, user.started_at, now, timezone)),
    ...fact(labels.messages, user.messages),
    ...fact(labels.handovers, user.handovers),
    ...fact(labels.handover, user.status ? words.card.titles[user.status] : lines.noHandover),
    ...fact(labels.taker, user.taker),
    ...fact(labels.waiting, waiting),
    ...fact(
      labels.botSilentUntil,
      isMuted && user.bot_muted_until ? formatMoment(language, user.bot_muted_until, now, timezone) : null,
    ),
    ...fact(
      words.limits.blockedSince,
      user.blocked_at && formatMoment(language, user.blocked_at, now, timezone),
    ),
  ];
}
