import { queueMessage } from './queue-message.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, HandoverId, MessageId } from '../shared/ids.js';
import { noticeText } from '../texts/notices.js';
import type { NoticeValues } from '../texts/notices.js';
import type { NoticeName } from '../texts/shape/notices.js';
import { knownLanguage, texts } from '../texts/texts.js';

type Notice = {
  profile: ClientProfile;
  conversation_id: ConversationId;
  name: NoticeName;
  /** The business's and the user's names are known without being told. */
  values?: NoticeValues;
  handover_id?: HandoverId | null;
  now: Date;
};

/** Notices after which a person is the natural next wish: a button for it stands under them. */
const withHumanButton: readonly NoticeName[] = ['greeting', 'not_understood', 'out_of_scope'];

/**
 * Queues a notice for the user: in the client's wording, else in that of the user's language, else of the client's.
 * A part of the caller's transaction; ring the bells of delivery and mirror after it.
 *
 * @returns what was queued, or null when nothing is to be said: the wording is empty, or the client is suspended
 */
export async function queueNotice(
  tx: Queryable,
  { profile, conversation_id, name, values = {}, handover_id = null, now }: Notice,
): Promise<{ id: MessageId; seq: number; integration_id: string } | null> {
  if (profile.status === 'suspended') return null;
  const known = await tx.one<{
    own: string | null;
    user_name: string | null;
    language_code: string | null;
  }>(sql`
    SELECT n.text AS own, u.name AS user_name, u.language_code
    FROM conversations c
    JOIN users u ON u.client_id = c.client_id AND u.id = c.user_id
    LEFT JOIN notices n ON n.client_id = c.client_id AND n.name = ${name}
    WHERE c.client_id = ${profile.id} AND c.id = ${conversation_id}`);
  const language = knownLanguage(known.language_code, profile.language);
  const all = {
    client_name: profile.name,
    ...(known.user_name && { user_name: known.user_name }),
    ...values,
  };
  const content = noticeText(name, language, known.own ?? undefined, all);
  if (content === '') return null;
  const buttons = withHumanButton.includes(name)
    ? [[{ action: 'human' as const, label: texts(language).buttons.askForHuman }]]
    : null;
  return queueMessage(
    tx,
    { client_id: profile.id, conversation_id, role: 'system', content, notice: name, handover_id, buttons },
    now,
  );
}
