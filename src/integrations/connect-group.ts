import { codeHash } from './connect-code.js';
import { sealManagersToken } from './credentials.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { isUniqueViolation, json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { msOfHours, plusMs } from '../shared/durations.js';
import type { ClientId } from '../shared/ids.js';
import type { SealedBox } from '../shared/sealed-box.js';
import { ensureCards } from '../topics/cards.js';
import { whatIsMissing } from '../topics/group-standing.js';
import type { GroupStanding } from '../topics/group-standing.js';
import { handleOnce } from '../topics/handled-updates.js';
import { queuePost } from '../topics/queue-post.js';
import { texts } from '../texts/texts.js';
import type { Tools } from '../use-case.js';

/** A group of no client in which somebody sent a code. */
export type GroupToConnect = {
  sender_key: string;
  /** The bot's token: it may become the client's managers' bot. */
  token: string;
  telegram_chat_id: string;
  /** The message with the code. */
  message_id: number;
  code: string;
  /** Who sent it, as the audit names them. */
  actor: string;
  standing: GroupStanding;
};

export type Connected = 'connected' | 'handled_before' | 'refused' | 'too_many_codes' | 'taken';

/** So many wrong codes an hour are looked at in one group. */
const mostWrongCodes = 5;

/**
 * Binds a group to the client whose code was sent there, if the bot is that client's: its managers' bot, or, where it has
 * none yet, a bot of its customers, which then becomes it. The code is used up; cards of open requests are posted in the
 * group, after a line that says what is still missing.
 */
export async function connectGroup(
  { db, clock, bell, box }: Pick<Tools, 'db' | 'clock' | 'bell'> & { box: SealedBox },
  group: GroupToConnect,
): Promise<Connected> {
  const now = clock.now();
  try {
    const result = await db.transaction(async (tx): Promise<Connected> => {
      if (!(await handleOnce(tx, group.sender_key, `${group.telegram_chat_id}:${group.message_id}`)))
        return 'handled_before';
      if (await hasTriedTooOften(tx, group, now)) return 'too_many_codes';
      const client_id = await useCode(tx, group, now);
      if (!client_id) {
        await countWrongCode(tx, group, now);
        return 'refused';
      }
      await bind(tx, { client_id, group, box, now });
      return 'connected';
    });
    if (result === 'connected') bell.posts(group.sender_key);
    return result;
  } catch (error) {
    if (isUniqueViolation(error, 'client_settings_telegram_chat_id_key')) return 'taken';
    throw error;
  }
}

type Attempts = Pick<GroupToConnect, 'sender_key' | 'telegram_chat_id'>;

async function hasTriedTooOften(
  tx: Queryable,
  { sender_key, telegram_chat_id }: Attempts,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(sql`
    SELECT 1 AS many FROM unconnected_groups
    WHERE sender_key = ${sender_key} AND telegram_chat_id = ${telegram_chat_id}
      AND wrong_codes >= ${mostWrongCodes} AND wrong_codes_since > ${plusMs(now, -msOfHours(1))}`);
  return rows.length > 0;
}

async function countWrongCode(
  tx: Queryable,
  { sender_key, telegram_chat_id }: Attempts,
  now: Date,
): Promise<void> {
  const isOld = sql`coalesce(g.wrong_codes_since <= ${plusMs(now, -msOfHours(1))}, true)`;
  await tx.query(sql`
    INSERT INTO unconnected_groups AS g (sender_key, telegram_chat_id, language, wrong_codes, wrong_codes_since)
    VALUES (${sender_key}, ${telegram_chat_id}, '', 1, ${now})
    ON CONFLICT (sender_key, telegram_chat_id) DO UPDATE SET
      wrong_codes = CASE WHEN ${isOld} THEN 1 ELSE g.wrong_codes + 1 END,
      wrong_codes_since = CASE WHEN ${isOld} THEN excluded.wrong_codes_since ELSE g.wrong_codes_since END`);
}

/** @returns the client a good code is of, if the bot is that client's */
async function useCode(
  tx: Queryable,
  { code, sender_key }: GroupToConnect,
  now: Date,
): Promise<ClientId | null> {
  const row = await tx.maybeOne<{ client_id: ClientId }>(sql`
    UPDATE connect_codes k SET used_at = ${now}
    FROM client_settings s
    WHERE k.code_hash = ${codeHash(code)} AND k.used_at IS NULL AND k.expires_at > ${now} AND s.client_id = k.client_id
      AND ('telegram:' || s.telegram_bot_token_hash = ${sender_key} OR s.telegram_bot_token_hash IS NULL AND EXISTS (
        SELECT FROM integrations i WHERE i.client_id = k.client_id AND i.platform_id = 'telegram'
          AND 'telegram:' || i.credentials_hash = ${sender_key}))
    RETURNING k.client_id`);
  return row?.client_id ?? null;
}

async function bind(
  tx: Queryable,
  { client_id, group, box, now }: { client_id: ClientId; group: GroupToConnect; box: SealedBox; now: Date },
): Promise<void> {
  const { telegram_chat_id, sender_key, token, standing, actor } = group;
  const before = await tx.one<{
    telegram_chat_id: string | null;
    telegram_bot_token_hash: string | null;
  }>(sql`
    SELECT telegram_chat_id, telegram_bot_token_hash FROM client_settings WHERE client_id = ${client_id} FOR UPDATE`);
  if (before.telegram_bot_token_hash === null) {
    const sealed = sealManagersToken(box, client_id, token);
    await tx.query(sql`
      UPDATE client_settings SET telegram_bot_token = ${sealed.telegram_bot_token},
        telegram_bot_token_hash = ${sealed.telegram_bot_token_hash} WHERE client_id = ${client_id}`);
  }
  const is_forum = standing.is_member && standing.is_forum;
  const topics_allowed = !is_forum || (standing.is_member && standing.may_make_topics);
  await tx.query(sql`
    UPDATE client_settings SET telegram_chat_id = ${telegram_chat_id}, group_is_forum = ${is_forum},
      group_topics_allowed = ${topics_allowed}, updated_at = now()
    WHERE client_id = ${client_id}`);
  await tx.query(sql`
    INSERT INTO audit_events (client_id, actor, action, subject, before, after)
    VALUES (${client_id}, ${actor}, 'connect', 'client',
      ${json({ 'settings.telegram_chat_id': before.telegram_chat_id })}::jsonb,
      ${json({ 'settings.telegram_chat_id': telegram_chat_id })}::jsonb)`);
  await tx.query(sql`
    DELETE FROM unconnected_groups WHERE sender_key = ${sender_key} AND telegram_chat_id = ${telegram_chat_id}`);
  await greet(tx, { client_id, group, now });
  await ensureCards(tx, await loadClientProfile(tx, client_id), now);
}

async function greet(
  tx: Queryable,
  {
    client_id,
    group: { telegram_chat_id, message_id, standing },
    now,
  }: { client_id: ClientId; group: GroupToConnect; now: Date },
): Promise<void> {
  const { name, language } = await loadClientProfile(tx, client_id);
  const { group } = texts(language);
  const text = [
    { text: `✅ ${group.connected({ client: name })}\n${group[whatIsMissing(standing) ?? 'ready']}` },
  ];
  await queuePost(
    tx,
    {
      client_id,
      telegram_chat_id,
      topic_id: null,
      kind: 'alarm',
      dedupe_key: `text:${telegram_chat_id}:${message_id}`,
      payload: { text, reply_to_external_id: message_id },
    },
    now,
  );
}
