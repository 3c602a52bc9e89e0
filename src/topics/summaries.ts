import { historyText } from './history-text.js';
import type { ShownMessage } from './message-lines.js';
import { queuePost } from './queue-post.js';
import { lastMessages } from './read-history.js';
import type { StyledText } from './styled-text.js';
import type { TopicRow } from './topic-row.js';
import type { Assistant } from '../assistant/assistant.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { ringPosts } from '../handovers/ring-after.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfSeconds, plusMs } from '../shared/durations.js';
import type { ClientId, ConversationId, TopicPostId, UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import type { Tools } from '../use-case.js';
import { newerVersion } from './newer-version.js';

type SummaryIds = { client_id: ClientId; post_id: TopicPostId };

/** What a model is given to sum up, and what is shown where there is none. */
const messagesRead = 80;
const messagesShown = 10;
const longestLine = 160;
/** Longer than a model may take. A worker that died leaves the rest to another one. */
const claimMs = msOfSeconds(60);
const modelMs = msOfSeconds(40);

/**
 * Queues the post that will hold a summary of a user's conversation: until a worker has written it, it says that it is on
 * its way. A part of the caller's transaction.
 *
 * @param wanted.message_id the group's message that asked for it
 */
export async function wantSummary(
  tx: Queryable,
  { topic, message_id, now }: { topic: TopicRow; message_id: number; now: Date },
): Promise<void> {
  const { client_id, telegram_chat_id, id: topic_id } = topic;
  const post_id = await queuePost(
    tx,
    {
      client_id,
      telegram_chat_id,
      topic_id,
      kind: 'summary',
      dedupe_key: `summary:${telegram_chat_id}:${message_id}`,
      payload: { reply_to_external_id: message_id },
    },
    now,
  );
  await tx.query(
    sql`UPDATE topic_posts SET summary_due_at = ${now} WHERE client_id = ${client_id} AND id = ${post_id}`,
  );
}

/** Summaries that are to be written, each client's first before any client's second. */
export async function dueSummaries(db: Queryable, now: Date, limit: number): Promise<SummaryIds[]> {
  return db.query<SummaryIds>(sql`
    WITH ranked AS (
      SELECT client_id, id, summary_due_at, row_number() OVER (PARTITION BY client_id ORDER BY summary_due_at, id) AS place
      FROM topic_posts WHERE summary_due_at <= ${now})
    SELECT client_id, id AS post_id FROM ranked ORDER BY place, summary_due_at LIMIT ${limit}`);
}

/**
 * Writes a summary that somebody asked for: by a model, else the last messages, shortened. Claimed by its due time, which
 * moves on; rung for what is written already, it does nothing.
 */
export async function writeSummary(
  tools: Pick<Tools, 'db' | 'clock' | 'bell' | 'logger'> & { assistant: Assistant },
  ids: SummaryIds,
): Promise<void> {
  const { db, clock, bell } = tools;
  const claim = await claimSummary(db, ids, clock.now());
  if (!claim) return;
  const profile = await loadClientProfile(db, ids.client_id);
  const messages = await lastMessages(db, { ...ids, user_id: claim.user_id }, messagesRead);
  const summary = await sumUp(tools, { ...claim, profile, messages });
  const text = inWords(profile, messages, summary);
  const written = await db.query(sql`
    UPDATE topic_posts p SET payload = p.payload || jsonb_build_object('text', ${json(text)}::jsonb), summary_due_at = NULL,
      due_at = ${clock.now()}, ${newerVersion}
    WHERE client_id = ${ids.client_id} AND id = ${ids.post_id} AND summary_due_at = ${claim.claimed_until} RETURNING id`);
  if (written.length > 0) ringPosts(bell, profile);
}

type Claim = { user_id: UserId; conversation_id: ConversationId | null; claimed_until: Date };

async function claimSummary(
  db: Queryable,
  { client_id, post_id }: SummaryIds,
  now: Date,
): Promise<Claim | undefined> {
  return db.maybeOne<Claim>(sql`
    UPDATE topic_posts p SET summary_due_at = ${plusMs(now, claimMs)}
    FROM topics t
    WHERE p.client_id = ${client_id} AND p.id = ${post_id} AND p.summary_due_at <= ${now}
      AND t.client_id = p.client_id AND t.id = p.topic_id
    RETURNING t.user_id, p.summary_due_at AS claimed_until,
      (SELECT c.id FROM conversations c WHERE c.client_id = t.client_id AND c.user_id = t.user_id
       ORDER BY c.last_message_at DESC LIMIT 1) AS conversation_id`);
}

/** @returns null when no model could be asked, whatever the reason: the managers get the last messages instead */
async function sumUp(
  { assistant, logger }: { assistant: Assistant } & Pick<Tools, 'logger'>,
  {
    profile: { id: client_id, language },
    conversation_id,
    messages,
  }: Pick<Claim, 'conversation_id'> & { profile: ClientProfile; messages: readonly ShownMessage[] },
): Promise<string | null> {
  if (conversation_id === null || messages.length === 0) return null;
  try {
    const thinking = assistant.think({ client_id, conversation_id }, AbortSignal.timeout(modelMs));
    const lines = messages.map((message, seq) => ({ ...message, seq }));
    return await thinking.tellManagers(lines, language);
  } catch (error) {
    logger.warn({ client_id, err: error }, 'a summary could not be written by the model');
    return null;
  }
}

function inWords(
  profile: ClientProfile,
  messages: readonly ShownMessage[],
  summary: string | null,
): StyledText {
  const words = texts(profile.language);
  const { title, lastWords } = words.lookups.summary;
  if (summary !== null) return [{ text: `${title}\n`, look: 'bold' }, { text: summary }];
  if (messages.length === 0) return [{ text: words.lookups.history.empty }];
  const shown = messages.slice(-messagesShown);
  return [{ text: lastWords, look: 'bold' }, ...historyText({ words, profile }, shown, longestLine)];
}
