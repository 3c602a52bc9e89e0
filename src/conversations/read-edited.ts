import type { ClientProfile } from '../clients/client-profile.js';
import { asksForHuman, compileKeywords, matchesKeyword } from '../intents/keywords.js';
import { guessLanguage } from '../intents/language.js';
import type { UserCommand } from '../messages/inbound-message.js';
import { msOfSeconds, plusMs } from '../shared/durations.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ConversationId, UserId } from '../shared/ids.js';

type Edited = {
  profile: ClientProfile;
  conversation_id: ConversationId;
  user_id: UserId;
  seq: number;
  /** What the message says now, and what it said before. */
  text: string;
  was: string;
  command: UserCommand | null;
  now: Date;
};

/**
 * What an edit means for the turn. While the message is unread the turn waits until the user has been quiet, as after a
 * new message. Once it was read nothing is answered anew, with one exception: the user's last message now calls for a
 * person, and did not before. A part of the caller's transaction, with the conversation locked.
 *
 * @returns when a turn is due on account of the edit; null when none is
 */
export async function readEdited(tx: Queryable, edited: Edited): Promise<Date | null> {
  const waiting = await putOff(tx, edited);
  if (waiting) return waiting;
  return (await callsForPersonNow(tx, edited)) ? readAgain(tx, edited) : null;
}

async function putOff(tx: Queryable, { profile, conversation_id, seq, now }: Edited): Promise<Date | null> {
  const { debounce_ms, debounce_max_ms } = profile.settings;
  const row = await tx.maybeOne<{ turn_due_at: Date }>(sql`
    UPDATE conversations SET turn_due_at = greatest(turn_due_at, least(${plusMs(now, debounce_ms)}::timestamptz,
      turn_waiting_since + make_interval(secs => ${debounce_max_ms / msOfSeconds(1)})))
    WHERE client_id = ${profile.id} AND id = ${conversation_id} AND turn_read_seq < ${seq} AND turn_due_at IS NOT NULL
    RETURNING turn_due_at`);
  return row?.turn_due_at ?? null;
}

async function callsForPersonNow(tx: Queryable, edited: Edited): Promise<boolean> {
  const { profile, user_id, text, was, command } = edited;
  const { language_code } = await tx.one<{ language_code: string | null }>(sql`
    SELECT language_code FROM users WHERE client_id = ${profile.id} AND id = ${user_id}`);
  const languages = [profile.language, language_code, guessLanguage(text)].filter((code) => code !== null);
  const keywords = compileKeywords(profile.settings.handover_keywords);
  const calls = (words: string): boolean => matchesKeyword(keywords, words) || asksForHuman(words, languages);
  return (command === 'human' || calls(text)) && !calls(was);
}

/** Only the user's last message, and only while nobody has been called: else somebody sees the edit already. */
async function readAgain(
  tx: Queryable,
  { profile, conversation_id, user_id, seq, now }: Edited,
): Promise<Date | null> {
  const row = await tx.maybeOne<{ turn_due_at: Date }>(sql`
    UPDATE conversations c
    SET turn_read_seq = ${seq - 1}, turn_due_at = ${plusMs(now, profile.settings.debounce_ms)},
      turn_waiting_since = coalesce(c.turn_waiting_since, ${now})
    WHERE c.client_id = ${profile.id} AND c.id = ${conversation_id} AND c.status = 'active' AND c.turn_read_seq >= ${seq}
      AND NOT EXISTS (SELECT FROM handovers h WHERE h.client_id = c.client_id AND h.user_id = ${user_id}
                      AND h.status IN ('pending', 'active'))
      AND NOT EXISTS (SELECT FROM messages m WHERE m.client_id = c.client_id AND m.conversation_id = c.id
                      AND m.role = 'user' AND m.kind <> 'reaction' AND m.seq > ${seq})
    RETURNING c.turn_due_at`);
  return row?.turn_due_at ?? null;
}
