import { callManager } from './mention.js';
import { ownerMention } from './mention-owner.js';
import type { PostContent } from './post-content.js';
import type { Rendering } from './rendering.js';
import type { StyledText } from './styled-text.js';
import { sql } from '../shared/database.js';
import { minutesBetween } from '../shared/durations.js';
import { formatMinutes } from '../texts/amounts.js';

type ReminderRow = {
  status: 'pending' | 'active' | 'resolved' | 'bot_handling' | 'timeout';
  waiting_since: Date | null;
  created_at: Date;
  user_name: string | null;
  taker: string | null;
  taker_telegram_id: number | null;
  card_external_id: number | null;
  is_current: boolean;
};

/** Somebody waits: said under the card, to the taker if there is one; the second time to the owner. */
export async function renderReminder(rendering: Rendering): Promise<PostContent | null> {
  const { db, post } = rendering;
  const isUrgent = post.payload['number'] === 2;
  const row = await db.maybeOne<ReminderRow>(sql`
    SELECT h.status, h.waiting_since, h.created_at, u.name AS user_name, h.assigned_to_name AS taker,
      g.telegram_user_id AS taker_telegram_id,
      (SELECT p.external_id FROM topic_posts p
       WHERE p.client_id = h.client_id AND p.dedupe_key = 'card:' || h.id AND p.telegram_chat_id = ${post.telegram_chat_id}) AS card_external_id,
      s.sent_at IS NOT NULL AND (h.last_human_at IS NULL OR h.last_human_at < s.sent_at) AND NOT EXISTS (
        SELECT FROM topic_posts this JOIN topic_posts later ON later.client_id = this.client_id
          AND later.handover_id = this.handover_id AND later.kind = 'reminder' AND later.created_at > this.created_at
        WHERE this.client_id = h.client_id AND this.id = ${post.id}) AS is_current
    FROM handovers h
    CROSS JOIN LATERAL (
      SELECT CASE WHEN ${isUrgent} THEN h.reminder_2_sent_at ELSE h.reminder_1_sent_at END AS sent_at
    ) s
    JOIN users u ON u.client_id = h.client_id AND u.id = h.user_id
    LEFT JOIN managers g ON g.client_id = h.client_id AND g.id = h.manager_id
    WHERE h.client_id = ${post.client_id} AND h.id = ${post.handover_id}`);
  // Answered, ended or overtaken while it waited for the group's budget: nobody is to be hurried any more.
  if (!row?.is_current || (row.status !== 'pending' && row.status !== 'active')) return null;
  return {
    type: 'text',
    text: wording(rendering, row, isUrgent),
    buttons: [],
    reply_to_external_id: row.card_external_id,
    replaces_external_id: null,
    silent: false,
  };
}

function wording({ words, profile, now }: Rendering, row: ReminderRow, isUrgent: boolean): StyledText {
  const name = row.user_name || words.card.nameless;
  const duration = formatMinutes(profile.language, minutesBetween(row.waiting_since ?? row.created_at, now));
  const { taker } = row;
  const { reminders } = words;
  if (isUrgent) {
    const line = taker
      ? reminders.urgentTaken({ name, duration, taker })
      : reminders.urgent({ name, duration });
    return [...ownerMention(profile.settings.owner_telegram_id), { text: line }];
  }
  if (!taker) return [{ text: reminders.first({ name, duration }) }];
  return callManager(reminders.firstTaken({ name, duration, taker }), {
    name: taker,
    telegram_user_id: row.taker_telegram_id,
  });
}
