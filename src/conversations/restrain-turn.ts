import type { ClaimedTurn } from './claim-turn.js';
import { answersSteadily, seemsToBeProgram } from './loop-brake.js';
import type { TurnContext } from './read-turn.js';
import type { Count, Counters } from '../shared/counters.js';
import { msOfMinutes, msOfSeconds, plusMs } from '../shared/durations.js';

/** More of a user's turns within ten minutes are not answered. Nobody who reads the answers gets there. */
const answeredTurns = { most: 30, withinMs: msOfMinutes(10) };

/** Why a turn that calls nobody is not answered. */
export type Restraint =
  /** Two programs talk to each other. */
  | { kind: 'loop' }
  /** The user wrote more than is answered: silence until then. `isNew`: they are told now. */
  | { kind: 'limited'; until: Date; isNew: boolean };

/**
 * Counts a turn that is about to be answered, and says whether it may be: a model costs money, and whoever floods gets a
 * pause until the stretch of time is over. Asking for a person is decided before and is always heard.
 *
 * @returns null when it may be answered
 */
export async function restrainTurn(
  counters: Counters,
  { turn, context, now }: { turn: ClaimedTurn; context: TurnContext; now: Date },
): Promise<Restraint | null> {
  const since = turn.last_handover_ended_at;
  // After a request has ended it is tried anew: what led to it does not count again.
  const lines = context.lines.filter(({ created_at }) => since === null || created_at > since);
  if (seemsToBeProgram(lines)) return { kind: 'loop' };
  const until = limitedUntil(turn, now);
  if (until) return { kind: 'limited', until, isNew: false };
  const key = turnsKey(turn);
  const { value, expiresInMs } = await counters.add(key, 1, answeredTurns.withinMs);
  if (value <= answeredTurns.most) return null;
  // Silence would do for a flood; but who answers each of our answers is talking to us, and a person is to look at it.
  if (answersSteadily(lines)) return { kind: 'loop' };
  // A second more than the count lives: what comes then is counted anew.
  return { kind: 'limited', until: plusMs(now, expiresInMs + msOfSeconds(1)), isNew: true };
}

/** Counts of one turn: it counts once, however often it begins anew because the user writes on. */
export function countingOnce(counters: Counters): Counters {
  const counted = new Map<string, Promise<Count>>();
  return {
    ...counters,
    add(key, by, lifeMs) {
      const count = counted.get(key) ?? counters.add(key, by, lifeMs);
      counted.set(key, count);
      return count;
    },
  };
}

/** Until when the user is not answered; null when they are. */
function limitedUntil({ rate_limited_until }: ClaimedTurn, now: Date): Date | null {
  return rate_limited_until !== null && rate_limited_until > now ? rate_limited_until : null;
}

/** The name of the count of a user's answered turns. */
export function turnsKey({ client_id, user_id }: Pick<ClaimedTurn, 'client_id' | 'user_id'>): string {
  return `${client_id}:turns:${user_id}`;
}
