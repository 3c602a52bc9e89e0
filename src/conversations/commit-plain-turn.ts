import { finishTurn, hasReading, keepReading } from './commit-statements.js';
import type { Commit } from './commit-statements.js';
import { lockStatement, turnState } from './lock-turn.js';
import { insertSpoken } from '../messages/queue-message.js';
import { prepared, sql } from '../shared/database.js';
import type { Database, Sql } from '../shared/database.js';

/** What most turns come to: they read, and say one thing or nothing. */
type PlainCommit = Commit & { reply: Reply | null };
type Reply = { content: string; intent: string | null; prompt_id: string | null };

/**
 * Commits a turn that only reads, or answers with one text, in one round trip: a lock, then a statement that looks once
 * more and writes if nothing is in the way.
 *
 * @returns null when nothing was written: the turn does more, or something has come in between
 */
export async function commitPlainTurn(
  db: Database,
  decided: Commit,
): Promise<{ has_said: boolean; mirror_due_at: Date | null } | null> {
  const plain = asPlain(decided);
  if (plain === null) return null;
  const [, [written]] = await db.atOnce<[object, { mirror_due_at: Date | null }]>([
    lockStatement(plain.turn),
    writeIfNothingChanged(plain),
  ]);
  return written ? { has_said: plain.reply !== null, ...written } : null;
}

function asPlain(decided: Commit): PlainCommit | null {
  const { call, rating, limited_until, was_silenced, say } = decided.decision;
  if (call || rating || limited_until || was_silenced || say.length > 1) return null;
  const [reply = null] = say;
  return reply === null || 'content' in reply ? { ...decided, reply } : null;
}

function writeIfNothingChanged(commit: PlainCommit): Sql {
  const { reply, decision } = commit;
  const isAnswer = reply !== null;
  const finished = finishTurn(commit, {
    isMoreUnread: false,
    counters: decision.counters,
    hasAnswered: isAnswer,
    saying: isAnswer ? 1 : 0,
  });
  const statement = sql`
    WITH unchanged AS (
      SELECT FROM (${turnState(commit)}) state
      WHERE is_ours AND NOT is_bot_silenced AND NOT was_edited AND newest_user_seq <= ${commit.context.through}
    ), spoken AS (
      ${finished} AND EXISTS (SELECT FROM unchanged)
      RETURNING client_id, id, user_id, integration_id, external_chat_id, last_seq, mirror_due_at
    )${read(commit)}${said(commit)}
    SELECT mirror_due_at FROM spoken`;
  return prepared(`commit-plain-turn-${hasReading(commit)}-${isAnswer}`, statement);
}

function read(commit: PlainCommit): Sql {
  if (!hasReading(commit)) return sql``;
  return sql`, read AS (${keepReading(commit)} AND EXISTS (SELECT FROM unchanged))`;
}

function said({ turn: { client_id, conversation_id }, reply, now }: PlainCommit): Sql {
  if (reply === null) return sql``;
  const message = { client_id, conversation_id, role: 'assistant', ...reply } as const;
  return sql`, said AS (${insertSpoken(message, now)})`;
}
