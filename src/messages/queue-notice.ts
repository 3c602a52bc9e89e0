import type { MessageButton } from './message-buttons.js';
import { queueMessage } from './queue-message.js';
import { tellingMessages, userLanguage } from './user-language.js';
import type { LanguageSigns } from './user-language.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { allStars } from '../handovers/stars.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, HandoverId, MessageId } from '../shared/ids.js';
import { formatMinutes } from '../texts/amounts.js';
import { formatMoment } from '../texts/moments.js';
import { noticeText } from '../texts/notices.js';
import type { NoticeValues } from '../texts/render-notice.js';
import type { NoticeName } from '../texts/shape/notices.js';
import { texts } from '../texts/texts.js';
import { ownText } from '../texts/wording.js';
import type { Wording } from '../texts/wording.js';

/** What a notice is about, put into words in the language of the notice. */
export type NoticeFacts = {
  manager_name?: string;
  /** When the business opens. */
  opens_at?: Date;
  /** A length of time, in minutes. */
  minutes?: number;
};

type Notice = {
  profile: ClientProfile;
  conversation_id: ConversationId;
  name: NoticeName;
  /** The business's and the user's names are known without being told. */
  facts?: NoticeFacts;
  handover_id?: HandoverId | null;
  now: Date;
};

/** Notices after which a person is the natural next wish: a button for it stands under them. */
const withHumanButton: readonly NoticeName[] = ['greeting', 'not_understood', 'out_of_scope'];

/**
 * Queues a notice for the user: in the client's own words, for the user's language or for all; without
 * them in ours, in the user's language.
 * A part of the caller's transaction; ring the bells of delivery and mirror after it.
 *
 * @returns what was queued, or null when nothing is to be said: the wording is empty, or the client is suspended
 */
export async function queueNotice(
  tx: Queryable,
  { profile, conversation_id, name, facts = {}, handover_id = null, now }: Notice,
): Promise<{ id: MessageId; seq: number; integration_id: string } | null> {
  if (profile.status === 'suspended') return null;
  const known = await tx.one<Wording & LanguageSigns & { user_name: string | null }>(sql`
    SELECT n.text, coalesce(n.by_language, '{}') AS by_language, u.name AS user_name, u.language_code,
      ARRAY(SELECT m.content FROM messages m
        WHERE m.client_id = c.client_id AND m.conversation_id = c.id AND m.role = 'user'
        ORDER BY m.seq DESC LIMIT ${tellingMessages}) AS last_said
    FROM conversations c
    JOIN users u ON u.client_id = c.client_id AND u.id = c.user_id
    LEFT JOIN notices n ON n.client_id = c.client_id AND n.name = ${name}
    WHERE c.client_id = ${profile.id} AND c.id = ${conversation_id}`);
  const language = userLanguage(known, profile.language);
  const own = ownText(known, language);
  const values = {
    client_name: profile.name,
    ...(known.user_name && { user_name: known.user_name }),
    // What the client says to all is in the client's language, whoever reads it.
    ...inWords(facts, { language: own ? (own.language ?? profile.language) : language, profile, now }),
  };
  const content = noticeText(name, language, own?.text, values);
  if (content === '') return null;
  const buttons = buttonsUnder(name, language, handover_id);
  return queueMessage(
    tx,
    { client_id: profile.id, conversation_id, role: 'system', content, notice: name, handover_id, buttons },
    now,
  );
}

function buttonsUnder(
  name: NoticeName,
  language: string,
  handover_id: HandoverId | null,
): MessageButton[][] | null {
  if (withHumanButton.includes(name)) {
    const { buttons, writeForHuman: in_words } = texts(language);
    return [[{ action: 'human', label: buttons.askForHuman, in_words }]];
  }
  if (name !== 'rating' || !handover_id) return null;
  return [allStars.map((stars) => ({ action: 'rate', label: `⭐ ${stars}`, handover_id, stars }))];
}

type Telling = { language: string; profile: ClientProfile; now: Date };

function inWords(
  { manager_name, opens_at, minutes }: NoticeFacts,
  { language, profile, now }: Telling,
): NoticeValues {
  return {
    ...(manager_name && { manager_name }),
    ...(opens_at && { opens_at: formatMoment(language, opens_at, now, profile.timezone) }),
    ...(minutes !== undefined && { minutes: formatMinutes(language, minutes) }),
  };
}
