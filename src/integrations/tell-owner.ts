import { subjectInWords } from './alarms.js';
import type { Alarm } from './alarms.js';
import { sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';
import { msOfHours, msOfSeconds, plusMs } from '../shared/durations.js';
import { texts } from '../texts/texts.js';
import { ownerMention } from '../topics/mention-owner.js';
import { queuePost } from '../topics/queue-post.js';

/** An alarm whose owner one connection is telling now. */
export type AlarmToTell = Alarm & {
  id: string;
  /** It is told that all is well again. */
  is_over: boolean;
  /** How often it was told before. */
  told_count: number;
  /** The owner's private chat; null when only a name is known that nobody here bears. */
  owner_chat: number | null;
  text: string;
};

/** While one connection tells, no other does; what a killed one left is told again after it. */
const claimMs = msOfSeconds(60);
const againMs = msOfHours(24);
/** When nobody could be told at all. */
const laterMs = msOfHours(1);
/** So often it is said that something is not put right. */
const mostTellings = 7;

/** Whether any owner is to be told something now. */
export async function isAnyoneToTell(db: Queryable, now: Date): Promise<boolean> {
  const rows = await db.query(
    sql`SELECT 1 AS due FROM alarms WHERE tell_due_at IS NOT NULL AND tell_due_at <= ${now} LIMIT 1`,
  );
  return rows.length > 0;
}

/**
 * Claims an alarm of a client that a connection serves, whose owner is to be told and over which they have not refused
 * to be.
 *
 * @param sender_key a connection that works
 */
export async function claimAlarm(
  db: Queryable,
  { sender_key, now }: { sender_key: string; now: Date },
): Promise<AlarmToTell | null> {
  const row = await db.maybeOne<Alarm & { id: string; told_count: number; is_over: boolean }>(sql`
    UPDATE alarms SET tell_due_at = ${plusMs(now, claimMs)}
    WHERE id = (
      SELECT a.id FROM alarms a
      WHERE a.tell_due_at <= ${now} AND ${sender_key} <> ALL (a.refused_by) AND (
        EXISTS (SELECT FROM integrations i WHERE i.client_id = a.client_id AND i.platform_id = 'telegram'
          AND 'telegram:' || i.credentials_hash = ${sender_key})
        OR EXISTS (SELECT FROM client_settings s WHERE s.client_id = a.client_id
          AND 'telegram:' || s.telegram_bot_token_hash = ${sender_key}))
      ORDER BY a.tell_due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, client_id, kind, subject, told_count, cleared_at IS NOT NULL AS is_over`);
  return row ? { ...row, ...(await inWords(db, row)) } : null;
}

type Worded = { text: string; owner_chat: number | null };

async function inWords(
  db: Queryable,
  { client_id, kind, subject, told_count, is_over }: Alarm & { told_count: number; is_over: boolean },
): Promise<Worded> {
  const { client, language, integration, owner_chat } = await db.one<{
    client: string;
    language: string;
    integration: string | null;
    owner_chat: number | null;
  }>(sql`
    SELECT c.name AS client, c.language,
      (SELECT i.name FROM integrations i WHERE i.client_id = c.id AND i.id::text = ${subject}) AS integration,
      CASE WHEN s.owner_telegram_id ~ '^[0-9]{1,16}$' THEN s.owner_telegram_id::bigint ELSE coalesce(
        (SELECT m.telegram_user_id FROM managers m
         WHERE m.client_id = c.id AND '@' || lower(m.username) = lower(s.owner_telegram_id) ORDER BY m.id LIMIT 1),
        (SELECT i.value::bigint FROM users u JOIN user_identities i ON i.client_id = u.client_id AND i.user_id = u.id
         WHERE u.client_id = c.id AND '@' || lower(u.username) = lower(s.owner_telegram_id) AND i.kind = 'telegram_id'
         ORDER BY u.last_active_at DESC LIMIT 1)) END AS owner_chat
    FROM clients c JOIN client_settings s ON s.client_id = c.id WHERE c.id = ${client_id}`);
  const { alarms } = texts(language);
  const { problem, advice } = alarms.kinds[kind];
  const said = problem(subjectInWords(alarms, subject, integration));
  if (is_over) return { owner_chat, text: alarms.mended({ client, problem: said }) };
  const title = told_count === 0 ? alarms.raised({ client }) : alarms.still({ client });
  return { owner_chat, text: `${title}\n${said}\n${advice}` };
}

/** The owner was told. What is still not put right is told again a day later; what was put right meanwhile, at once. */
export async function markTold(
  db: Queryable,
  { client_id, id, is_over }: AlarmToTell,
  now: Date,
): Promise<void> {
  await db.query(sql`
    UPDATE alarms SET told_at = ${now}, told_count = told_count + 1, refused_by = '{}',
      tell_due_at = CASE
        WHEN ${is_over} THEN NULL
        WHEN cleared_at IS NOT NULL THEN ${now}::timestamptz
        WHEN told_count + 1 < ${mostTellings} THEN ${plusMs(now, againMs)}::timestamptz END
    WHERE client_id = ${client_id} AND id = ${id}`);
}

/**
 * The owner can't be told over this connection: another one of the client tries next; when none is left, the managers'
 * group is told and the owner called there; when that is cut off too, all of it is tried again later.
 *
 * @returns the connection that has a post to send now, or null
 */
export async function markRefused(
  db: Database,
  alarm: AlarmToTell,
  { sender_key, now }: { sender_key: string; now: Date },
): Promise<string | null> {
  const { client_id, id, owner_chat } = alarm;
  return db.transaction(async (tx) => {
    const { refused_by } = await tx.one<{ refused_by: string[] }>(sql`
      UPDATE alarms SET refused_by = array_append(refused_by, ${sender_key}::text)
      WHERE client_id = ${client_id} AND id = ${id} RETURNING refused_by`);
    const working = await workingBots(tx, alarm);
    if (owner_chat !== null && working.some(({ key }) => !refused_by.includes(key))) {
      await tx.query(
        sql`UPDATE alarms SET tell_due_at = ${now} WHERE client_id = ${client_id} AND id = ${id}`,
      );
      return null;
    }
    const managers = working.find(({ posts_to }) => posts_to !== null);
    if (managers?.posts_to) {
      await postAlarm(tx, alarm, { ...managers, telegram_chat_id: managers.posts_to, now });
      await markTold(tx, alarm, now);
      return managers.key;
    }
    await tx.query(sql`
      UPDATE alarms SET refused_by = '{}', tell_due_at = ${plusMs(now, laterMs)}
      WHERE client_id = ${client_id} AND id = ${id}`);
    return null;
  });
}

type WorkingBot = { key: string; posts_to: string | null; owner: string | null };

/** The client's bots that are connected and whose token Telegram takes, and the group each can post to. */
async function workingBots(tx: Queryable, { client_id }: Alarm): Promise<WorkingBot[]> {
  return tx.query<WorkingBot>(sql`
    WITH revoked AS (
      SELECT CASE WHEN a.subject = 'managers_bot' THEN s.telegram_bot_token_hash ELSE i.credentials_hash END AS hash
      FROM alarms a JOIN client_settings s ON s.client_id = a.client_id
      LEFT JOIN integrations i ON i.client_id = a.client_id AND i.id::text = a.subject
      WHERE a.client_id = ${client_id} AND a.kind = 'token_revoked' AND a.cleared_at IS NULL
    ), bots AS (
      SELECT credentials_hash AS hash FROM integrations
      WHERE client_id = ${client_id} AND platform_id = 'telegram' AND status <> 'disconnected'
      UNION SELECT telegram_bot_token_hash FROM client_settings WHERE client_id = ${client_id}
    )
    SELECT l.key, s.owner_telegram_id AS owner,
      CASE WHEN s.telegram_bot_token_hash = b.hash AND NOT EXISTS (
        SELECT FROM alarms a WHERE a.client_id = s.client_id AND a.kind = 'bot_removed' AND a.cleared_at IS NULL)
        THEN s.telegram_chat_id END AS posts_to
    FROM bots b JOIN leases l ON l.key = 'telegram:' || b.hash AND l.expires_at > now()
    JOIN client_settings s ON s.client_id = ${client_id}
    WHERE b.hash IS NOT NULL AND NOT EXISTS (SELECT FROM revoked r WHERE r.hash = b.hash)`);
}

async function postAlarm(
  tx: Queryable,
  { client_id, id, told_count, is_over, text }: AlarmToTell,
  { telegram_chat_id, owner, now }: { telegram_chat_id: string; owner: string | null; now: Date },
): Promise<void> {
  await queuePost(
    tx,
    {
      client_id,
      telegram_chat_id,
      topic_id: null,
      kind: 'alarm',
      dedupe_key: `alarm:${id}:${is_over ? 'over' : told_count}`,
      payload: { text: [...ownerMention(owner), { text }] },
    },
    now,
  );
}
