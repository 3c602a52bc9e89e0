import type { CommandAnswer, GroupCommand, Said } from './command.js';
import { takeBack } from '../../messages/take-back.js';
import { sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import type { ManagerId, MessageId } from '../../shared/ids.js';
import { standsAt } from '../post-pieces.js';
import type { TopicRow } from '../topic-row.js';
import { newerVersion } from '../newer-version.js';

/** Takes back at the user's what a manager or the bot said: said as a reply to it. */
export const del: GroupCommand = {
  name: 'del',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.del,
  run: async (tx, said) => {
    const { del: words } = said.words.commands;
    const replied = await repliedTo(tx, said);
    if (replied === null) return [{ text: words.usage }];
    if (replied === 'note') return [{ text: words.note }];
    const [message, ...others] = replied;
    if (!message) return [{ text: words.usage }];
    if (others.length > 0) return [{ text: words.several }];
    return withdraw(tx, said, message);
  },
};

type Replied = {
  id: MessageId;
  role: 'user' | 'assistant' | 'manager' | 'system';
  manager_id: ManagerId | null;
  manager_name: string | null;
  deleted_at: Date | null;
  delivery_status: string | null;
};

async function withdraw(
  tx: Queryable,
  said: Said & { topic: TopicRow },
  message: Replied,
): Promise<CommandAnswer> {
  const { del: words } = said.words.commands;
  const { client_id } = said.topic;
  if (message.role === 'user') return [{ text: words.ofUser }];
  if (message.role === 'manager' && message.manager_id !== said.by.id && !(await hasRequest(tx, said)))
    return [{ text: words.ofOther(message.manager_name ?? said.words.card.phoneOwner) }];
  const outcome = await takeBack(tx, { client_id, message_id: message.id, now: said.now });
  if (outcome === 'asked') return null;
  if (outcome === 'never_sent') {
    await refreshLines(tx, said, message.id);
    return [{ text: said.words.topic.amendments.neverSent }];
  }
  if (message.deleted_at) return [{ text: words.already }];
  return [{ text: message.delivery_status === 'uncertain' ? words.uncertain : words.neverArrived }];
}

async function hasRequest(tx: Queryable, { topic, by }: Said & { topic: TopicRow }): Promise<boolean> {
  const rows = await tx.query(sql`
    SELECT id FROM handovers
    WHERE client_id = ${topic.client_id} AND user_id = ${topic.user_id} AND status = 'active' AND manager_id = ${by.id}`);
  return rows.length > 0;
}

/** @returns what the replied post shows; null when it shows nothing of the conversation */
async function repliedTo(
  tx: Queryable,
  { topic, message }: Said & { topic: TopicRow },
): Promise<Replied[] | 'note' | null> {
  if (message.reply_to_message_id === null) return null;
  const posts = await tx.query<{ kind: string; message: Replied | null }>(sql`
    SELECT p.kind, CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'role', m.role,
        'manager_id', m.manager_id, 'deleted_at', m.deleted_at, 'delivery_status', m.delivery_status,
        'manager_name', (SELECT g.name FROM managers g WHERE g.client_id = m.client_id AND g.id = m.manager_id)) END AS message
    FROM topic_posts p LEFT JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
    WHERE p.client_id = ${topic.client_id} AND p.telegram_chat_id = ${topic.telegram_chat_id} AND p.topic_id = ${topic.id}
      AND ${standsAt(message.reply_to_message_id)} AND p.kind IN ('mirror', 'manager_message', 'note')`);
  if (posts.some(({ kind }) => kind === 'note')) return 'note';
  return posts.length === 0 ? null : posts.flatMap(({ message: shown }) => (shown ? [shown] : []));
}

/** The line that shows what the bot said goes with it. */
async function refreshLines(
  tx: Queryable,
  { topic, now }: Said & { topic: TopicRow },
  id: MessageId,
): Promise<void> {
  await tx.query(sql`
    UPDATE topic_posts p SET due_at = ${now}, ${newerVersion}
    WHERE client_id = ${topic.client_id} AND message_id = ${id} AND kind = 'mirror' AND status <> 'dropped'`);
}
