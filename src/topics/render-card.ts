import { menuOf } from './card-menu.js';
import { lastSaid } from './last-said.js';
import type { PostButton, PostContent } from './post-content.js';
import { standsInTopic } from './post-place.js';
import { renderMenu } from './render-menu.js';
import type { Rendering } from './rendering.js';
import type { StyledText } from './styled-text.js';
import { nextOpening } from '../clients/working-calendar.js';
import { isOpenStatus } from '../handovers/handover-types.js';
import { handoverColumns } from '../handovers/handover-row.js';
import type { HandoverRow } from '../handovers/handover-row.js';
import { sql } from '../shared/database.js';
import { minutesBetween } from '../shared/durations.js';
import { formatMinutes } from '../texts/amounts.js';
import { formatMoment, formatTime } from '../texts/moments.js';

type CardRow = HandoverRow & {
  channel: 'telegram' | 'whatsapp' | 'whatsapp_cloud';
  user_name: string | null;
  username: string | null;
  phone: string | null;
  unreachable_at: Date | null;
  rating: number | null;
  blocked_at: Date | null;
  last_text: string | null;
  ended_by: string | null;
  /** What ended it: `merged` when its user became one with another. */
  last_event: string | null;
};

/** The card of a request: who waits, where, why and for how long, who has it, and the buttons of its state. */
export async function renderCard(rendering: Rendering): Promise<PostContent | null> {
  const card = await loadCard(rendering);
  if (!card) return null;
  const menu = card.status === 'active' ? menuOf(rendering.post.payload) : null;
  const handingOn = menu && (await renderMenu(rendering, card, menu));
  return {
    type: 'text',
    text: [
      title(rendering, card),
      ...facts(rendering, card),
      ...standing(rendering, card),
      ...withoutTopic(rendering),
      ...(handingOn?.text ?? []),
    ],
    buttons: handingOn?.buttons ?? buttons(rendering, card),
    reply_to_external_id: null,
    replaces_external_id: replacedBy(rendering),
    silent: false,
  };
}

/** Where the card stood before its group changed. */
function replacedBy({ post }: Rendering): number | null {
  const replaces = post.payload['replaces'];
  return typeof replaces === 'number' ? replaces : null;
}

/** In a group with topics nobody expects a card outside of one. */
function withoutTopic({ words, post }: Rendering): StyledText {
  if (post.group_is_forum === false || standsInTopic(post)) return [];
  return [{ text: `\n${words.group.cardWithoutTopic}`, look: 'italic' }];
}

async function loadCard(rendering: Rendering): Promise<CardRow | undefined> {
  const { db, post } = rendering;
  const card = await db.maybeOne<Omit<CardRow, 'last_text'>>(sql`
    SELECT ${handoverColumns}, c.channel, u.name AS user_name, u.username, u.phone, u.unreachable_at, u.blocked_at,
      h.rating,
      (SELECT e.detail->>'by' FROM handover_events e
       WHERE e.client_id = h.client_id AND e.handover_id = h.id AND e.to_status = h.status
       ORDER BY e.id DESC LIMIT 1) AS ended_by,
      (SELECT e.type FROM handover_events e
       WHERE e.client_id = h.client_id AND e.handover_id = h.id AND e.to_status = h.status
       ORDER BY e.id DESC LIMIT 1) AS last_event
    FROM handovers h
    JOIN conversations c ON c.client_id = h.client_id AND c.id = h.conversation_id
    JOIN users u ON u.client_id = h.client_id AND u.id = h.user_id
    WHERE h.client_id = ${post.client_id} AND h.id = ${post.handover_id}`);
  return card && { ...card, last_text: await lastSaid(rendering, card.id) };
}

function title({ words }: Rendering, { status }: CardRow): StyledText[number] {
  return { text: words.card.titles[status], look: 'bold' };
}

function facts({ words }: Rendering, card: CardRow): StyledText {
  const { labels, reasons, nameless } = words.card;
  const name = [card.user_name || nameless, card.username && `@${card.username}`].filter(Boolean).join(' · ');
  return [
    ...fact(labels.who, name),
    ...fact(labels.phone, card.phone),
    ...fact(labels.messenger, words.messengers[card.channel]),
    ...fact(labels.reason, reasons[card.reason]),
    ...(card.summary
      ? fact(labels.summary, card.summary)
      : fact(labels.lastMessage, card.last_text && excerpt(card.last_text))),
  ];
}

function fact(label: string, value: string | null): StyledText {
  return value ? [{ text: `\n${label}: ` }, { text: value }] : [];
}

/** How long it waits, who has it, how it ended. */
function standing(rendering: Rendering, card: CardRow): StyledText {
  const { words } = rendering;
  const lines: string[] = [];
  if (card.assigned_to_name && card.taken_at) {
    const taken = isOpenStatus(card.status) ? words.card.takenBy : words.card.hadBeenTakenBy;
    lines.push(taken({ name: card.assigned_to_name, time: timeOf(rendering, card.taken_at) }));
  }
  if (isOpenStatus(card.status)) lines.push(...openLines(rendering, card));
  else lines.push(endLine(rendering, card));
  if (card.rating !== null) lines.push(words.rating.onCard(card.rating));
  if (card.unreachable_at) lines.push(words.card.blocked);
  if (card.blocked_at) lines.push(words.limits.onCard);
  return lines.map((line) => ({ text: `\n${line}`, look: 'italic' as const }));
}

function openLines({ words, profile, now }: Rendering, card: CardRow): string[] {
  const { language, timezone, calendar } = profile;
  const waiting = card.waiting_since
    ? words.card.waiting(formatMinutes(language, minutesBetween(card.waiting_since, now)))
    : words.card.answered;
  const opening = nextOpening(calendar, now);
  const isClosed = opening !== null && opening > now && card.status === 'pending';
  return isClosed
    ? [waiting, words.card.closedHours(formatMoment(language, opening, now, timezone))]
    : [waiting];
}

function endLine(rendering: Rendering, { status, resolved_at, ended_by, last_event }: CardRow): string {
  const { card, merging } = rendering.words;
  const time = timeOf(rendering, resolved_at ?? rendering.now);
  if (last_event === 'merged') return merging.onCard({ time });
  if (status === 'timeout') return card.closedByTime({ time });
  if (!ended_by) return card.endedAt({ time });
  return status === 'resolved'
    ? card.resolvedBy({ name: ended_by, time })
    : card.returnedBy({ name: ended_by, time });
}

function buttons({ words }: Rendering, { id, status }: CardRow): PostButton[][] {
  if (!isOpenStatus(status)) return [];
  const take: PostButton = { label: words.buttons.take, press: { action: 'take', handover_id: id } };
  const handOn: PostButton = { label: words.buttons.handOn, press: { action: 'hand_on', handover_id: id } };
  return [
    [
      ...(status === 'pending' ? [take] : []),
      { label: words.buttons.resolve, press: { action: 'resolve', handover_id: id } },
      { label: words.buttons.toBot, press: { action: 'bot', handover_id: id } },
      ...(status === 'active' ? [handOn] : []),
    ],
  ];
}

function timeOf({ profile }: Rendering, at: Date): string {
  return formatTime(profile.language, at, profile.timezone);
}

const excerptLength = 300;

function excerpt(text: string): string {
  const letters = [...text];
  return letters.length > excerptLength ? `${letters.slice(0, excerptLength).join('')}…` : text;
}
