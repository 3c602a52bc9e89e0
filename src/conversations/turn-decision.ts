import type { Counters } from './route.js';
import type { SaidRating } from './said-rating.js';
import type { HandoverReason, TriggerType } from '../handovers/handover-types.js';
import type { MessageId } from '../shared/ids.js';
import type { NoticeName } from '../texts/shape/notices.js';

/** What is said: an answer of the assistant's, a notice, or how to get help, which answers nothing that was asked before. */
export type Saying =
  | { content: string; intent: string | null; prompt_id: string | null }
  | { notice: NoticeName }
  | { help: string };

/** A decision that a person is needed. */
export type Calling = {
  reason: HandoverReason;
  trigger_type: TriggerType;
  /** Said outright: opens at once. */
  explicit: boolean;
  /** One line for the manager. */
  summary: string | null;
  opening_message_at: Date;
};

/** What the turn found in what it read, kept with the messages. */
export type Reading = {
  language: string | null;
  /** By the `seq` of the message it was found in. */
  found: ReadonlyMap<number, { intent: string | null; confidence: number }>;
};

/** What a turn does about everything unread. All parts may be empty: the messages are read, and that is all. */
export type TurnDecision = {
  /** Nothing was decided, because somebody else spoke for the business or nobody was allowed to. */
  was_silenced: boolean;
  /** In order; only said when nobody has taken over meanwhile. Beside a call: only while that is put off. */
  say: readonly Saying[];
  /** Never dropped: somebody who took over meanwhile is joined. */
  call: Calling | null;
  /** Null leaves them as they are. */
  counters: Counters | null;
  reading: Reading | null;
  /** How the user rates a request that a person resolved. */
  rating: SaidRating | null;
  /** The user has reached the limit with this turn: they are told, and not answered until then. */
  limited_until: Date | null;
  /** Thanks and ratings: they want no answer and start no clock. */
  pleasantries: ReadonlySet<MessageId>;
};

/** Reads and says nothing. */
export function readOnly(pleasantries: ReadonlySet<MessageId>): TurnDecision {
  return {
    was_silenced: false,
    say: [],
    call: null,
    counters: null,
    reading: null,
    rating: null,
    limited_until: null,
    pleasantries,
  };
}
