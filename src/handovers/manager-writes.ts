import { carryOut, machineSettings } from './carry-out.js';
import type { Acting } from './carry-out.js';
import { decide } from './decide.js';
import type { Taker } from './handover-decision.js';
import { lockOpenHandover } from './handover-row.js';
import { lastWrittenIn } from './last-written.js';
import type { HandoverRow } from './handover-row.js';
import { isNoteAlbum, keepAlbumInside, notesOfAlbum } from './note-albums.js';
import { reclaimHandover, takeUser } from './take.js';
import type { Outcome } from './carry-out.js';
import { albumGatheringMs } from '../messages/albums.js';
import { gatherAlbum, queueMessage } from '../messages/queue-message.js';
import { messageDetails } from '../messages/message-details.js';
import { mediaReference, messageKinds } from '../messages/message-kinds.js';
import { z } from 'zod';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { plusMs } from '../shared/durations.js';
import type { ConversationId, ManagerId, MessageId, TopicPostId } from '../shared/ids.js';
import { isCarried } from '../topics/message-lines.js';
import { offerToSend } from '../topics/offers.js';
import { standsAt } from '../topics/post-pieces.js';
import { recordGroupMessage } from '../topics/queue-post.js';
import type { TopicRow } from '../topics/topic-row.js';

/** Something a manager wrote in a user's topic, kept with the note or the message it becomes. */
const said = z.object({
  kind: z.enum(messageKinds),
  text: z.string(),
  media: mediaReference.nullable(),
  details: messageDetails.default({}),
  album_id: z.string().nullable().default(null),
  /** It began with `//`. */
  is_note: z.boolean().default(false),
  reply_to_external_id: z.number().nullable(),
  manager_id: z.string(),
});
export type Said = z.infer<typeof said>;

export type Written =
  | { result: 'sent' | 'note' | 'noted_with_offer' }
  /** Of a kind that can't be carried to the user yet. */
  | { result: 'unsupported' };

type Writing = Acting & { by: Taker; topic: TopicRow; external_id: number; said: Said };

/**
 * A manager's words in a topic. From whoever has the request they go to the user; before Take, without a request, or
 * from another manager (unless the client lets any answer) they stay inside, with an offer to send them.
 */
export async function managerWrites(tx: Queryable, writing: Writing): Promise<Written> {
  const { topic, profile, by, now } = writing;
  const is_note = await isNote(tx, writing);
  const handover = await lockOpenHandover(tx, topic);
  const command = { type: 'manager_message' as const, manager: by, is_note };
  const decision = decide(handover, command, machineSettings(profile), now);
  const goesOut =
    handover !== null && decision.ok && decision.effects.some(({ type }) => type === 'send_to_user');
  if (goesOut && canBeSent(writing.said)) {
    await carryOut(tx, handover, command, writing);
    const message_id = await queueSaid(tx, { ...writing, handover });
    await recordGroupMessage(tx, rowOf(writing, { kind: 'manager_message', handover, message_id }), now);
    return { result: 'sent' };
  }
  const note_id = await recordGroupMessage(
    tx,
    rowOf(writing, { kind: 'note', handover, message_id: null }),
    now,
  );
  if (goesOut) return { result: 'unsupported' };
  const isOffered = decision.ok && decision.effects.some(({ type }) => type.startsWith('offer_'));
  if (!isOffered || !note_id || !canBeSent(writing.said)) return { result: 'note' };
  const isWhole = writing.said.album_id === null;
  await offerToSend(tx, topic, note_id, isWhole ? now : plusMs(now, albumGatheringMs));
  return { result: 'noted_with_offer' };
}

/** Whether it stays inside by its author's will: what one part of an album says counts for all. */
async function isNote(tx: Queryable, { topic, said: { is_note, album_id }, now }: Writing): Promise<boolean> {
  if (album_id === null) return is_note;
  if (is_note) await keepAlbumInside(tx, { topic, album_id }, now);
  return is_note || isNoteAlbum(tx, { topic, album_id });
}

export type SentNote =
  | Outcome
  | { ok: false; refusal: { refusal: 'already_sent' | 'note_unknown' }; handover: null };

/**
 * [Беру и отправить] and [Забрать и отправить]: takes the request (opening one in the manager's name if there is none),
 * or takes it over, and sends the note, all or nothing.
 */
export async function sendNote(
  tx: Queryable,
  note_id: TopicPostId,
  acting: Acting & { by: Taker; mode: 'take' | 'reclaim' },
): Promise<SentNote> {
  const { profile, by, now, mode } = acting;
  const note = await findNote(tx, acting, note_id);
  if (!note) return { ok: false, refusal: { refusal: 'note_unknown' }, handover: null };
  const held = await lockOpenHandover(tx, note.topic);
  // Asked only now: while we waited for the lock somebody may have sent it, or its author made it an internal one.
  const found = await noteNow(tx, acting, note_id);
  if (found !== 'to_be_sent') return { ok: false, refusal: { refusal: found }, handover: null };
  const holds = held?.status === 'active' && held.manager_id === by.id;
  const taken: Outcome = holds
    ? { ok: true, handover: held }
    : held?.status === 'active' && mode === 'reclaim'
      ? await reclaimHandover(tx, held.id, acting)
      : await takeUser(tx, note.topic.user_id, acting);
  if (!taken.ok) return taken;
  const answered = await carryOut(tx, taken.handover, { type: 'human_answer' }, acting);
  if (!answered.ok) return answered;
  const { topic, said: words } = note;
  for (const part of await notesOfAlbum(tx, { id: note_id, topic, album_id: words.album_id })) {
    const { handover } = answered;
    const message_id = await queueSaid(tx, { ...acting, topic, said: said.parse(part.payload), handover });
    await tx.query(sql`
      UPDATE topic_posts SET kind = 'manager_message', message_id = ${message_id}, handover_id = ${handover.id}, sent_at = ${now}
      WHERE client_id = ${profile.id} AND id = ${part.id} AND kind = 'note'`);
  }
  return answered;
}

function canBeSent({ kind, text }: Said): boolean {
  return isCarried(kind) || (kind === 'text' && text.trim() !== '');
}

function rowOf(
  { topic, external_id, said: words }: Writing,
  {
    kind,
    handover,
    message_id,
  }: { kind: 'note' | 'manager_message'; handover: HandoverRow | null; message_id: MessageId | null },
) {
  return {
    client_id: topic.client_id,
    telegram_chat_id: topic.telegram_chat_id,
    topic_id: topic.id,
    kind,
    external_id,
    handover_id: handover?.id ?? null,
    message_id,
    payload: words,
  };
}

/**
 * Queues a manager's words for the user: as an answer to the message they reply to, in the conversation that message
 * is of, else where the user wrote last, on whichever channel.
 */
async function queueSaid(
  tx: Queryable,
  {
    topic,
    handover,
    by,
    said: words,
    now,
  }: { topic: TopicRow; handover: HandoverRow; by: Taker; said: Said; now: Date },
): Promise<MessageId> {
  const replied = await repliedMessage(tx, topic, words.reply_to_external_id);
  const { client_id } = topic;
  const { album_id } = words;
  const conversation_id = replied?.conversation_id ?? (await lastWrittenIn(tx, handover));
  if (album_id !== null) await gatherAlbum(tx, { client_id, conversation_id, album_id }, now);
  const { id } = await queueMessage(
    tx,
    {
      client_id,
      conversation_id,
      role: 'manager',
      kind: words.kind,
      content: words.text,
      media: words.media,
      details: words.details,
      album_id,
      reply_to_message_id: replied?.id ?? null,
      handover_id: handover.id,
      manager_id: by.id,
      origin: 'topic',
    },
    now,
  );
  return id;
}

async function repliedMessage(
  tx: Queryable,
  topic: TopicRow,
  external_id: number | null,
): Promise<{ id: MessageId; conversation_id: ConversationId } | undefined> {
  if (external_id === null) return undefined;
  return tx.maybeOne(sql`
    SELECT m.id, m.conversation_id FROM topic_posts p
    JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
    JOIN conversations c ON c.client_id = m.client_id AND c.id = m.conversation_id AND c.status = 'active'
    WHERE p.client_id = ${topic.client_id} AND p.telegram_chat_id = ${topic.telegram_chat_id}
      AND ${standsAt(external_id)} AND p.kind IN ('mirror', 'manager_message') AND m.user_id = ${topic.user_id}
    ORDER BY m.seq LIMIT 1`);
}

type Note = { topic: TopicRow; said: Said };

async function findNote(tx: Queryable, { profile }: Acting, note_id: TopicPostId): Promise<Note | null> {
  const row = await tx.maybeOne<{ payload: unknown; topic: TopicRow }>(sql`
    SELECT p.payload, to_jsonb(t) AS topic FROM topic_posts p
    JOIN topics t ON t.client_id = p.client_id AND t.id = p.topic_id
    -- What was noted in a topic that was left stays there.
    JOIN users u ON u.client_id = t.client_id AND u.id = t.user_id AND u.merged_into IS NULL
    WHERE p.client_id = ${profile.id} AND p.id = ${note_id} AND p.kind IN ('note', 'manager_message')
      AND p.telegram_chat_id = ${profile.settings.telegram_chat_id}`);
  const words = said.safeParse(row?.payload);
  return row && words.success ? { topic: row.topic, said: words.data } : null;
}

async function noteNow(
  tx: Queryable,
  { profile }: Acting,
  note_id: TopicPostId,
): Promise<'to_be_sent' | 'already_sent' | 'note_unknown'> {
  const note = await tx.maybeOne<{ is_note: boolean }>(sql`
    SELECT coalesce(p.payload->>'is_note' = 'true', false) OR EXISTS (
        SELECT FROM topic_posts part WHERE part.client_id = p.client_id AND part.topic_id = p.topic_id
          AND part.payload->>'album_id' = p.payload->>'album_id' AND part.payload->>'is_note' = 'true') AS is_note
    FROM topic_posts p
    WHERE p.client_id = ${profile.id} AND p.id = ${note_id} AND p.kind = 'note' FOR UPDATE OF p`);
  if (!note) return 'already_sent';
  return note.is_note ? 'note_unknown' : 'to_be_sent';
}

/** Whose words they are, as the note keeps it. */
export function saidBy(
  manager_id: ManagerId,
  words: Pick<Said, 'kind' | 'text' | 'media' | 'reply_to_external_id'> & Partial<Said>,
): Said {
  return { details: {}, album_id: null, is_note: false, ...words, manager_id };
}
