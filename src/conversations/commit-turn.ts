import { commitPlainTurn } from './commit-plain-turn.js';
import { finishTurn, hasReading, keepReading } from './commit-statements.js';
import type { Commit } from './commit-statements.js';
import { lockTurn } from './lock-turn.js';
import type { LockedTurn } from './lock-turn.js';
import type { Line } from './read-lines.js';
import type { Calling, Saying, TurnDecision } from './turn-decision.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { rateHandover } from '../handovers/rate.js';
import { requestHandover } from '../handovers/request-handover.js';
import type { RequestOutcome } from '../handovers/request-handover.js';
import { userWroteDuringHandover } from '../handovers/user-wrote.js';
import { queueMessage } from '../messages/queue-message.js';
import { queueNotice } from '../messages/queue-notice.js';
import { minutesBetween } from '../shared/durations.js';
import { prepared, sql } from '../shared/database.js';
import type { Database, Queryable } from '../shared/database.js';

/** How a commit ended. */
export type CommitOutcome =
  /** Another process has the turn now: nothing was written. */
  | { result: 'lost' }
  /** The user wrote more, or edited, while we decided: nothing was written, decide again over everything. */
  | { result: 'more_came' }
  /** The bot was silent when it read, and no longer is: nothing was written, the turn has to begin anew. */
  | { result: 'may_speak_again' }
  | {
      result: 'committed';
      has_called: boolean;
      has_said: boolean;
      is_mirror_due: boolean;
      next_turn_at: Date | null;
    };

/**
 * Writes what a turn decided, in one transaction, if it still holds: replies only while nobody has taken over, a call
 * for a person in any case but three: the user was blocked meanwhile, the client suspended, or all that was read taken back.
 *
 * @param mayRunAgain whether a message that came meanwhile sends the turn back
 */
export async function commitTurn(
  db: Database,
  decided: Commit,
  { mayRunAgain }: { mayRunAgain: boolean },
): Promise<CommitOutcome> {
  const plain = await commitPlainTurn(db, decided);
  if (plain === null) return db.transaction((tx) => commitStepByStep(tx, decided, mayRunAgain));
  const { has_said, mirror_due_at } = plain;
  return {
    result: 'committed',
    has_called: false,
    has_said,
    is_mirror_due: mirror_due_at !== null,
    next_turn_at: null,
  };
}

async function commitStepByStep(
  tx: Queryable,
  decided: Commit,
  mayRunAgain: boolean,
): Promise<CommitOutcome> {
  const locked = await lockTurn(tx, decided);
  if (locked === null) return { result: 'lost' };
  if (mayRunAgain && !locked.is_bot_silenced && hasChanged(decided, locked)) return { result: 'more_came' };
  if (decided.decision.was_silenced && !locked.is_bot_silenced) return { result: 'may_speak_again' };
  const commit = await withSettingsOfNow(tx, decided, locked);
  if (hasReading(commit)) await tx.query(keepReading(commit));
  await moveClocks(tx, commit, locked);
  const isRated = await keepRating(tx, commit, locked);
  const mayCall = !locked.is_blocked && !locked.is_suspended && !isTakenBack(locked);
  const outcome = commit.decision.call && mayCall ? await call(tx, commit, commit.decision.call) : null;
  const said = locked.is_bot_silenced
    ? []
    : commit.decision.say.filter((saying) => mayBeSaid(saying, commit.decision, outcome));
  for (const saying of said) await say(tx, commit, saying);
  const isLimited = !locked.is_bot_silenced && (await limit(tx, commit));
  const finished = finishTurn(commit, {
    isMoreUnread: locked.newest_user_seq > commit.context.through,
    // An opened request has set the counters back already.
    counters: outcome === 'opened' || outcome === 'joined' ? null : commit.decision.counters,
    // What is put off in this very turn is not settled by an answer to something else.
    hasAnswered: outcome === null && said.some(isAnswer),
    saying: 0,
  });
  const { mirror_due_at, turn_due_at } = await tx.one<Due>(
    prepared('finish-turn', sql`${finished} RETURNING mirror_due_at, turn_due_at`),
  );
  return {
    result: 'committed',
    has_called: outcome !== null,
    has_said: said.length > 0 || isRated || isLimited,
    is_mirror_due: mirror_due_at !== null,
    next_turn_at: turn_due_at,
  };
}

function isAnswer(saying: Saying): boolean {
  return 'content' in saying;
}

/** Where a person is called the assistant answers nothing else, unless the call is put off: then it goes on. */
function mayBeSaid(saying: Saying, { call: calling }: TurnDecision, outcome: CallOutcome | null): boolean {
  return calling === null || outcome === 'deferred' || !isAnswer(saying);
}

type CallOutcome = RequestOutcome['outcome'];
type Due = { mirror_due_at: Date | null; turn_due_at: Date | null };

/** Whether nothing of what was read, or came since, is there any more. */
function isTakenBack({ newest_user_seq }: LockedTurn): boolean {
  return newest_user_seq === 0;
}

/** Whether the user has written more, or edited what was read. */
function hasChanged({ context }: Commit, { newest_readable_seq, was_edited }: LockedTurn): boolean {
  return newest_readable_seq > context.through || was_edited;
}

/** Tells an open handover that its user wrote: who was answered waits again from the first message after the answer. */
async function moveClocks(
  tx: Queryable,
  { context, decision, now }: Commit,
  { open_handover_id, last_human_at, is_blocked }: LockedTurn,
): Promise<void> {
  if (open_handover_id === null || is_blocked) return;
  const counted = context.unread.filter(
    ({ id, created_at }) =>
      !decision.pleasantries.has(id) && (last_human_at === null || created_at > last_human_at),
  );
  for (const line of firstAndLast(counted)) {
    await userWroteDuringHandover(tx, {
      profile: context.profile,
      handover_id: open_handover_id,
      message_at: line.created_at,
      is_pleasantry: false,
      now,
    });
  }
}

/** A lone digit after the question for a rating: kept with the request, with thanks. @returns whether it counts */
async function keepRating(
  tx: Queryable,
  { turn, context: { profile }, decision: { rating }, now }: Commit,
  { is_bot_silenced }: LockedTurn,
): Promise<boolean> {
  if (!rating || !(await rateHandover(tx, { ...rating, profile, user_id: turn.user_id, now }))) return false;
  const { conversation_id } = turn;
  if (!is_bot_silenced) await queueNotice(tx, { profile, conversation_id, name: 'rated', now });
  return true;
}

function firstAndLast(lines: readonly Line[]): Line[] {
  return lines.filter((_line, index) => index === 0 || index === lines.length - 1);
}

/** A model may have thought for a while: the times of a request are reckoned by the settings of now. */
async function withSettingsOfNow(
  tx: Queryable,
  commit: Commit,
  { open_handover_id }: LockedTurn,
): Promise<Commit> {
  if (commit.decision.call === null && open_handover_id === null) return commit;
  const profile = await loadClientProfile(tx, commit.turn.client_id);
  return { ...commit, context: { ...commit.context, profile } };
}

async function call(tx: Queryable, { turn, context, now }: Commit, calling: Calling): Promise<CallOutcome> {
  const { conversation_id, user_id } = turn;
  const { outcome } = await requestHandover(tx, {
    ...calling,
    profile: context.profile,
    conversation_id,
    user_id,
    now,
  });
  return outcome;
}

async function say(tx: Queryable, { turn, context, now }: Commit, saying: Saying): Promise<void> {
  const { client_id, conversation_id } = turn;
  if ('notice' in saying) {
    await queueNotice(tx, { profile: context.profile, conversation_id, name: saying.notice, now });
  } else if ('help' in saying) {
    await queueMessage(tx, { client_id, conversation_id, role: 'system', content: saying.help }, now);
  } else {
    await queueMessage(tx, { client_id, conversation_id, role: 'assistant', ...saying }, now);
  }
}

/** The user wrote more than is answered: they are told so once, and until when. */
async function limit(
  tx: Queryable,
  { turn, context: { profile }, decision: { limited_until }, now }: Commit,
): Promise<boolean> {
  if (!limited_until) return false;
  const { conversation_id } = turn;
  await tx.query(sql`
    UPDATE conversations SET rate_limited_until = ${limited_until}
    WHERE client_id = ${turn.client_id} AND id = ${conversation_id}`);
  const minutes = minutesBetween(now, limited_until) + 1;
  await queueNotice(tx, { profile, conversation_id, name: 'rate_limited', facts: { minutes }, now });
  return true;
}
