import type { Budget } from './token-budget.js';
import { loadClientProfile, senderKeyOf } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import { ownerMention } from '../topics/mention-owner.js';
import { queuePost } from '../topics/queue-post.js';
import type { Tools } from '../use-case.js';

type Saying = { client_id: ClientId; what: 'warned' | 'spent'; budget: Budget };

/**
 * Tells the managers' group, and calls the owner there, that the model's tokens of the day come to an end, or have: once for each limit and day,
 * whoever asks. Who is told that all are used needs no warning any more.
 */
export async function sayBudget(
  { db, clock, bell, logger }: Pick<Tools, 'db' | 'clock' | 'bell' | 'logger'>,
  saying: Saying,
): Promise<void> {
  const profile = await loadClientProfile(db, saying.client_id);
  const isSaid = await db.transaction(async (tx) => {
    if (!(await claim(tx, saying))) return false;
    await queueAlarm(tx, profile, saying, clock.now());
    return true;
  });
  if (!isSaid) return;
  const { daily_token_limit, tokens } = saying.budget;
  logger.warn(
    { client_id: profile.id, daily_token_limit, tokens },
    saying.what === 'spent'
      ? 'the model’s tokens of the day are used up: the offline classifier answers until the next day'
      : 'the model’s tokens of the day are nearly used up',
  );
  const sender_key = senderKeyOf(profile.settings);
  if (sender_key) bell.posts(sender_key);
}

async function claim(tx: Queryable, { client_id, what, budget }: Saying): Promise<boolean> {
  const { day, daily_token_limit } = budget;
  const claimed = await tx.query(sql`
    UPDATE llm_usage
    SET warned_limit = ${daily_token_limit}, spent_limit = CASE WHEN ${what} = 'spent' THEN ${daily_token_limit}::int ELSE spent_limit END
    WHERE client_id = ${client_id} AND day = ${day}::date
      AND CASE WHEN ${what} = 'spent' THEN spent_limit ELSE warned_limit END IS DISTINCT FROM ${daily_token_limit}
    RETURNING client_id`);
  return claimed.length > 0;
}

async function queueAlarm(
  tx: Queryable,
  profile: ClientProfile,
  { what, budget }: Saying,
  now: Date,
): Promise<void> {
  const { telegram_chat_id, owner_telegram_id } = profile.settings;
  if (telegram_chat_id === null) return;
  const { day, daily_token_limit } = budget;
  const { locale, model: words } = texts(profile.language);
  const limit = new Intl.NumberFormat(locale).format(daily_token_limit);
  const text = what === 'spent' ? words.tokensSpent(limit) : words.tokensNearlySpent(limit);
  await queuePost(
    tx,
    {
      client_id: profile.id,
      telegram_chat_id,
      topic_id: null,
      kind: 'alarm',
      dedupe_key: `tokens:${what}:${day}:${daily_token_limit}`,
      payload: { text: [...ownerMention(owner_telegram_id), { text }] },
    },
    now,
  );
}
