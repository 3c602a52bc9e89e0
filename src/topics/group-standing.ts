import { queuePost } from './queue-post.js';
import { remakeOpenCards } from './remake-cards.js';
import { clearAlarm, raiseAlarm } from '../integrations/alarms.js';
import type { AlarmKind } from '../integrations/alarms.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import type { Tools } from '../use-case.js';

/** How a bot stands in a managers' group, as Telegram says. */
export type GroupStanding =
  | { is_member: false }
  | {
      is_member: true;
      is_forum: boolean;
      is_admin: boolean;
      /** Members may be kept from writing; an administrator never is. */
      may_write: boolean;
      /** Only an administrator sees what is written in a topic, so without being one a topic is of no use. */
      may_make_topics: boolean;
    };

/** What keeps a group from working as it should, by the name of its text. */
export type GroupProblem = 'notInGroup' | 'notAdmin' | 'topicsOff' | 'mayNotManageTopics';

/** The first thing that is missing, or null. */
export function whatIsMissing(standing: GroupStanding): GroupProblem | null {
  if (!standing.is_member) return 'notInGroup';
  if (!standing.is_admin) return 'notAdmin';
  if (!standing.is_forum) return 'topicsOff';
  return standing.may_make_topics ? null : 'mayNotManageTopics';
}

type Place = { client_id: ClientId; telegram_chat_id: string };
type Noted = Place & { standing: GroupStanding; now: Date };
type Known = { group_is_forum: boolean | null; group_topics_allowed: boolean; language: string };

/**
 * Writes down how the bot stands in a client's group, and does what follows: posts go to topics or to the group itself
 * from now on, cards of open requests move there, the owner is called for what needs a hand, and told when it is put
 * right. Noted twice, it does nothing the second time.
 */
export async function noteGroupStanding(
  { db, logger }: Pick<Tools, 'db' | 'logger'>,
  noted: Noted,
): Promise<void> {
  await db.transaction(async (tx) => {
    const known = await lockGroup(tx, noted);
    if (!known) return;
    const tools = { db: tx, logger };
    if (!noted.standing.is_member) {
      await raiseAlarm(tools, { ...aboutGroup(noted), kind: 'bot_removed' }, noted.now);
      return;
    }
    const { is_admin, is_forum, may_write, may_make_topics } = noted.standing;
    const troubles: [AlarmKind, boolean][] = [
      ['bot_removed', false],
      // Without topics a member can do all there is to do, as long as it may write.
      ['bot_not_admin', !is_admin && (is_forum || !may_write)],
      ['topics_not_allowed', is_forum && is_admin && !may_make_topics],
    ];
    for (const [kind, is_so] of troubles) {
      const change = is_so ? raiseAlarm : clearAlarm;
      const isNews = await change(tools, { ...aboutGroup(noted), kind }, noted.now);
      if (isNews && is_so && may_write) await sayTrouble(tx, noted, { kind, known });
    }
    await noteShape(tx, noted, { known, is_forum, topics_allowed: may_make_topics || !is_forum });
  });
}

/** Whether the bot is known to be no longer in a client's group. */
export async function isGroupLost(db: Queryable, telegram_chat_id: string): Promise<boolean> {
  const rows = await db.query(sql`
    SELECT a.id FROM alarms a JOIN client_settings s ON s.client_id = a.client_id
    WHERE s.telegram_chat_id = ${telegram_chat_id} AND a.kind = 'bot_removed' AND a.cleared_at IS NULL`);
  return rows.length > 0;
}

function aboutGroup({ client_id }: Place): { client_id: ClientId; subject: 'group' } {
  return { client_id, subject: 'group' };
}

async function lockGroup(tx: Queryable, { client_id, telegram_chat_id }: Place): Promise<Known | undefined> {
  return tx.maybeOne<Known>(sql`
    SELECT s.group_is_forum, s.group_topics_allowed, c.language
    FROM client_settings s JOIN clients c ON c.id = s.client_id
    WHERE s.client_id = ${client_id} AND s.telegram_chat_id = ${telegram_chat_id} FOR UPDATE OF s`);
}

async function noteShape(
  tx: Queryable,
  { client_id, telegram_chat_id, now }: Noted,
  { known, is_forum, topics_allowed }: { known: Known; is_forum: boolean; topics_allowed: boolean },
): Promise<void> {
  const { group_is_forum: was_forum, group_topics_allowed: was_allowed } = known;
  if (was_forum === is_forum && was_allowed === topics_allowed) return;
  await tx.query(sql`
    UPDATE client_settings SET group_is_forum = ${is_forum}, group_topics_allowed = ${topics_allowed}
    WHERE client_id = ${client_id} AND telegram_chat_id = ${telegram_chat_id}`);
  // Seen for the first time, nothing stands anywhere yet that would have to move.
  if (was_forum === null) return;
  if (was_forum !== is_forum) {
    // Topics that the bot may not use are told of as a trouble; whoever reads both believes neither.
    const news = !is_forum ? 'topicsNowOff' : topics_allowed ? 'topicsNowOn' : null;
    const { group } = texts(known.language);
    if (news) await say(tx, { client_id, telegram_chat_id, now }, { about: news, text: group[news] });
  }
  const hadTopics = was_forum && was_allowed;
  const hasTopics = is_forum && topics_allowed;
  if (was_forum !== is_forum || hasTopics !== hadTopics)
    await remakeOpenCards(tx, { client_id, telegram_chat_id, with_recap: hasTopics, now });
}

/** The group's administrators can put it right themselves, so they read it too. */
async function sayTrouble(
  tx: Queryable,
  { client_id, telegram_chat_id, now }: Noted,
  { kind, known }: { kind: AlarmKind; known: Known },
): Promise<void> {
  const { kinds, subjects } = texts(known.language).alarms;
  const { problem, advice } = kinds[kind];
  const text = `⚠️ ${problem(subjects.group)}\n${advice}`;
  await say(tx, { client_id, telegram_chat_id, now }, { about: kind, text });
}

/** A line in the group itself, one at a moment about each thing. */
async function say(
  tx: Queryable,
  { client_id, telegram_chat_id, now }: Place & { now: Date },
  { about, text }: { about: string; text: string },
): Promise<void> {
  await queuePost(
    tx,
    {
      client_id,
      telegram_chat_id,
      topic_id: null,
      kind: 'alarm',
      dedupe_key: `group:${telegram_chat_id}:${about}:${now.getTime()}`,
      payload: { text: [{ text }] },
    },
    now,
  );
}
