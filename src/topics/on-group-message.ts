import type { CommandAnswer, Said } from './commands/command.js';
import { findCommand } from './commands/commands.js';
import type { GroupMessage } from './group-events.js';
import { handleOnce } from './handled-updates.js';
import { queuePost, recordGroupMessage } from './queue-post.js';
import { recogniseManager } from './recognise-manager.js';
import { keptButtons } from './post-buttons.js';
import { wantClosed } from './join-topics.js';
import { linkToTopic } from './topic-links.js';
import { topicOfPlace } from './topic-of-place.js';
import { topicItGoesOnIn } from './topic-row.js';
import type { TopicRow } from './topic-row.js';
import { findClientOfGroup } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { managerWrites, saidBy } from '../handovers/manager-writes.js';
import { isMarkedAsNote } from '../handovers/note-mark.js';
import { ringAfter, ringPosts } from '../handovers/ring-after.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { UserId } from '../shared/ids.js';
import { inspiteOfRaces } from '../shared/races.js';
import { texts } from '../texts/texts.js';
import type { Tools } from '../use-case.js';

type Writing = {
  profile: ClientProfile;
  message: GroupMessage;
  topic: TopicRow | null;
  /** Where the conversation goes on, when the topic's user was merged into another one. */
  left_for: TopicRow | null;
  /** Whose rows have changed: something may be due for them. */
  touched: Set<UserId>;
  now: Date;
};

/**
 * Something written in a managers' group: a command, words for a user, or nothing of ours. Everything it causes is
 * written in one transaction, once, however often the update is delivered.
 */
export async function onGroupMessage(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  message: GroupMessage,
): Promise<void> {
  const profile = await findClientOfGroup(tools.db, message);
  if (!profile) return;
  const { telegram_chat_id } = message;
  const found = await topicOfPlace(tools.db, { ...message, client_id: profile.id });
  if (!found && !message.command) return;
  const goesOnIn = found && (await topicItGoesOnIn(tools.db, found));
  // Where there are no topics, whoever replies to an old line talks with the same person as ever.
  const topic = goesOnIn && message.thread_id === null ? goesOnIn : found;
  const touched = new Set<UserId>(topic ? [topic.user_id] : []);
  const isNew = await inspiteOfRaces(() =>
    tools.db.transaction(async (tx) => {
      if (!(await handleOnce(tx, message.sender_key, `${telegram_chat_id}:${message.message_id}`)))
        return false;
      const left_for = topic === goesOnIn ? null : goesOnIn;
      await handle(tx, { profile, message, topic, left_for, touched, now: tools.clock.now() });
      return true;
    }),
  );
  if (!isNew) return;
  if (touched.size === 0) ringPosts(tools.bell, profile);
  for (const user_id of touched) await ringAfter(tools, { profile, user_id });
}

async function handle(tx: Queryable, writing: Writing): Promise<void> {
  const { profile, message, topic, now } = writing;
  const recognised = await recogniseManager(tx, profile, message.from, now);
  if ('refusal' in recognised) {
    if (topic) await keepForeignNote(tx, topic, writing);
    return explain(tx, writing, recognised.refusal);
  }
  const words = texts(profile.language);
  const said: Said = {
    profile,
    words,
    by: recognised.manager,
    message,
    args: message.command?.args ?? '',
    touched: writing.touched,
    now,
  };
  if (topic && writing.left_for && !isHeardInLeftTopic(message))
    return pointOn(tx, { ...writing, topic, left_for: writing.left_for });
  if (message.command) return runCommand(tx, writing, said);
  if (topic) return handleWords(tx, { ...writing, topic }, said);
}

async function runCommand(tx: Queryable, writing: Writing, said: Said): Promise<void> {
  const { message, topic } = writing;
  const { commands } = said.words;
  const command = findCommand(message.command?.name ?? '');
  if (!command) {
    // Commands of other bots are none of our business outside our topics.
    return topic ? say(tx, writing, [{ text: commands.unknown }]) : undefined;
  }
  if (command.scope !== 'topic') return say(tx, writing, await command.run(tx, { ...said, topic }));
  if (!topic) {
    const isWithoutTopics = said.profile.settings.group_is_forum === false;
    return say(tx, writing, [{ text: isWithoutTopics ? commands.onlyAsReply : commands.onlyInTopic }]);
  }
  return say(tx, writing, await command.run(tx, { ...said, topic }));
}

async function handleWords(tx: Queryable, writing: Writing & { topic: TopicRow }, said: Said): Promise<void> {
  const { message, topic } = writing;
  const content = contentOf(message);
  const written = await managerWrites(tx, {
    ...said,
    topic,
    external_id: message.message_id,
    said: saidBy(said.by.id, { ...content, is_note: isMarkedAsNote(message.text) }),
  });
  if (written.result !== 'unsupported') return;
  const kind = message.unsupported_kind ?? said.words.topic.kinds[message.kind];
  await say(tx, writing, [{ text: said.words.topic.managerUnsupported(kind) }]);
}

/** Commands that are of no topic, and the one that brings this one back. */
function isHeardInLeftTopic({ command }: GroupMessage): boolean {
  const known = command && findCommand(command.name);
  return Boolean(known && (known.scope !== 'topic' || known.name === 'unmerge'));
}

/** Nobody talks in a topic that was left: what is written there stays there, and says where it goes on. */
async function pointOn(
  tx: Queryable,
  writing: Writing & { topic: TopicRow; left_for: TopicRow },
): Promise<void> {
  const { profile, topic, left_for, now } = writing;
  const { merging } = texts(profile.language);
  if (!writing.message.command) await keepForeignNote(tx, topic, writing);
  await say(tx, writing, [{ text: `${merging.goesOnIn} ` }, linkToTopic(left_for.name, left_for.id)]);
  await wantClosed(tx, topic, true, now);
}

/** What somebody wrote whom we can't match to a manager, or where nobody is: kept, and never sent. */
async function keepForeignNote(tx: Queryable, topic: TopicRow, { message, now }: Writing): Promise<void> {
  const { client_id, telegram_chat_id, id } = topic;
  const row = { client_id, telegram_chat_id, topic_id: id, handover_id: null, message_id: null };
  await recordGroupMessage(
    tx,
    { ...row, kind: 'note', external_id: message.message_id, payload: contentOf(message) },
    now,
  );
}

/** Why somebody is not heard: to a command each time, to other words once a day, for they may be many. */
async function explain(tx: Queryable, writing: Writing, refusal: 'anonymous' | 'not_manager'): Promise<void> {
  const { profile, message, now } = writing;
  const { press } = texts(profile.language);
  const text = [{ text: refusal === 'anonymous' ? press.anonymousAdmin : press.notManager }];
  if (message.command) return say(tx, writing, text);
  const { telegram_chat_id, from } = message;
  const dedupe_key = `text:${refusal}:${telegram_chat_id}:${from.telegram_user_id}:${now.toISOString().slice(0, 10)}`;
  const told = await tx.query(sql`
    SELECT id FROM topic_posts WHERE client_id = ${profile.id} AND dedupe_key = ${dedupe_key}`);
  if (told.length === 0) await say(tx, writing, text, dedupe_key);
}

function contentOf({ kind, text, media, details, album_id, reply_to_message_id }: GroupMessage) {
  return { kind, text, media, details, album_id, reply_to_external_id: reply_to_message_id };
}

/** Answers in the place the message was written in. */
async function say(
  tx: Queryable,
  { profile, message, topic, now }: Writing,
  answer: CommandAnswer,
  dedupe_key = `text:${message.telegram_chat_id}:${message.message_id}`,
): Promise<void> {
  if (!answer) return;
  const { text, buttons = [] } = Array.isArray(answer) ? { text: answer } : answer;
  const { telegram_chat_id, message_id } = message;
  await queuePost(
    tx,
    {
      client_id: profile.id,
      telegram_chat_id,
      topic_id: topic?.id ?? null,
      kind: 'text',
      dedupe_key,
      payload: { text, reply_to_external_id: message_id, ...(buttons.length > 0 && keptButtons(buttons)) },
    },
    now,
  );
}
