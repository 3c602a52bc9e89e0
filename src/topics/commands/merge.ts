import type { CommandAnswer, GroupCommand, Said } from './command.js';
import { threadOfLink } from '../group-link.js';
import { nameInWords } from '../name-in-words.js';
import type { PostButton } from '../post-content.js';
import { standsAt } from '../post-pieces.js';
import type { TopicRow } from '../topic-row.js';
import { sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import type { UserId } from '../../shared/ids.js';
import { findUsers } from '../../users/find-users.js';
import { mergeUsers } from '../../users/merge-users.js';
import { parsePhone } from '../../users/phone-number.js';
import { rootUser } from '../../users/whole-user.js';

/** More buttons help nobody. */
const mostOffered = 6;

type InTopic = Said & { topic: TopicRow };

/**
 * This topic's user and somebody else are one person: named by phone, by @username or name, by a link to their topic, or
 * by a contact card that the command replies to. Where it is not clear who is meant, and where both have an open request,
 * a button asks first.
 */
export const merge: GroupCommand = {
  name: 'merge',
  scope: 'topic',
  describe: ({ merging }) => merging.menu.merge,
  run: async (tx, said) => {
    const { words, profile, topic } = said;
    const { merging } = words;
    const wanted = said.args.trim() || (await phoneInReplied(tx, said));
    if (!wanted) return [{ text: merging.usage }];
    const own = await rootUser(tx, { client_id: profile.id, user_id: topic.user_id });
    const found = await meant(tx, said, wanted);
    const others = found.users.filter((id) => id !== own);
    const [other, ...further] = others;
    if (!other) return [{ text: found.users.length > 0 ? merging.already : merging.unknown(wanted) }];
    if (others.length > mostOffered) return [{ text: merging.tooMany }];
    if (further.length > 0) return offer(tx, said, { own, others, text: merging.several });
    const name = await nameInWords(tx, profile, other);
    if (await bothWait(tx, said, [own, other]))
      return offer(tx, said, { own, others, text: merging.bothWait(name), label: merging.confirm });
    // Words that merely resemble somebody's name are no order.
    if (!found.is_sure)
      return offer(tx, said, { own, others, text: merging.isItThem(name), label: merging.confirm });
    const outcome = await mergeUsers(tx, { ...said, users: [own, other], cause: 'manager' });
    if (outcome.result === 'same') return [{ text: merging.already }];
    said.touched.add(outcome.elder_id);
    return null;
  },
};

/** Who is meant, as the users they are kept as; sure when it was an address, a username or a link. */
async function meant(
  tx: Queryable,
  { profile, topic }: InTopic,
  wanted: string,
): Promise<{ users: UserId[]; is_sure: boolean }> {
  const thread_id = threadOfLink(topic.telegram_chat_id, wanted);
  if (thread_id !== null) {
    const there = await tx.maybeOne<{ user_id: UserId }>(sql`
      SELECT user_id FROM topics
      WHERE client_id = ${profile.id} AND telegram_chat_id = ${topic.telegram_chat_id} AND thread_id = ${thread_id}`);
    const users = there ? [await rootUser(tx, { client_id: profile.id, user_id: there.user_id })] : [];
    return { users, is_sure: true };
  }
  const phone = parsePhone(wanted, profile.timezone);
  return findUsers(tx, profile.id, phone ? { phone } : { name: wanted });
}

/** The number in a contact card that the command replies to. */
async function phoneInReplied(tx: Queryable, { topic, message }: InTopic): Promise<string | null> {
  if (message.reply_to_message_id === null) return null;
  const card = await tx.maybeOne<{ phone: string | null }>(sql`
    SELECT m.entities->'contact'->>'phone_number' AS phone FROM topic_posts p
    JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
    WHERE p.client_id = ${topic.client_id} AND p.telegram_chat_id = ${topic.telegram_chat_id}
      AND ${standsAt(message.reply_to_message_id)} AND m.kind = 'contact' LIMIT 1`);
  return card?.phone ?? null;
}

async function bothWait(
  tx: Queryable,
  { profile }: InTopic,
  users: readonly [UserId, UserId],
): Promise<boolean> {
  const open = await tx.query(sql`
    SELECT id FROM handovers
    WHERE client_id = ${profile.id} AND user_id = ANY (${[...users]}::uuid[]) AND status IN ('pending', 'active')`);
  return open.length > 1;
}

/** A button for each who may be meant. */
async function offer(
  tx: Queryable,
  { profile }: InTopic,
  { own, others, text, label }: { own: UserId; others: readonly UserId[]; text: string; label?: string },
): Promise<CommandAnswer> {
  const buttons: PostButton[][] = [];
  for (const other_id of others) {
    const press = { action: 'merge' as const, user_id: own, other_id };
    buttons.push([{ label: label ?? (await nameInWords(tx, profile, other_id)), press }]);
  }
  return { text: [{ text }], buttons };
}
