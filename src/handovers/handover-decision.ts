import type { WorkingCalendar } from '../clients/working-calendar.js';
import type { HandoverId, ManagerId } from '../shared/ids.js';
import type { NoticeName } from '../texts/shape/notices.js';
import type { DueTimes, HandoverMoments, TimeoutSettings } from './due-times.js';
import type { HandoverReason, HandoverStatus, ReplyPolicy } from './handover-types.js';

/** A handover as the machine sees it: columns of its row. */
export type HandoverState = HandoverMoments &
  DueTimes & {
    /** The manager's name, or the phone's; null in the queue. */
    assigned_to_name: string | null;
    /** Null in the queue, and when the owner answered from the phone. */
    manager_id: ManagerId | null;
    first_response_at: Date | null;
    resolved_at: Date | null;
  };

/** A person of the client, as far as the machine has to tell one from another. */
export type Taker = { id: ManagerId; name: string };

export type HandoverCommand =
  /**
   * A person is needed. `waiting_since` is the moment of the opening message (default: now); `taken_by` opens and takes
   * in one step, when a manager starts a conversation from the topic.
   */
  | { type: 'open'; reason: HandoverReason; waiting_since?: Date; taken_by?: Taker }
  | { type: 'take'; manager: Taker }
  /** The owner answered from the business's phone: takes what nobody has, and is an answer in any case. */
  | { type: 'take_by_phone'; phone_name: string }
  | { type: 'resolve' }
  /** The user is shut out: it ends, and nobody is told or asked. */
  | { type: 'shut_out' }
  /** The user turned out to be one person with another: it ends, and goes on as that one's request. */
  | { type: 'merge' }
  | { type: 'return_to_bot' }
  | { type: 'give_to_queue' }
  /** Passed on to this manager, by anybody; also how a manager takes it from another. */
  | { type: 'reassign'; manager: Taker }
  /** Something written in the topic; `is_note` when its author marked it as one. */
  | { type: 'manager_message'; manager: Taker; is_note: boolean }
  | { type: 'user_message'; is_pleasantry?: boolean; is_rating?: boolean }
  /** A person's answer went to the user by some other way than the topic. */
  | { type: 'human_answer' }
  | { type: 'time_out' };

/** What the machine needs to know of a client. */
export type HandoverSettings = TimeoutSettings & {
  reply_policy: ReplyPolicy;
  csat_enabled: boolean;
  calendar: WorkingCalendar;
};

/** Columns to write. `created_at` only when the handover is opened. */
export type HandoverChanges = Partial<HandoverState>;

export type HandoverEvent =
  | { type: 'opened'; reason: HandoverReason }
  | { type: 'taken'; by: string; manager_id: ManagerId }
  | { type: 'taken_by_phone'; by: string }
  | { type: 'reassigned'; from: string | null; to: string; manager_id: ManagerId }
  | { type: 'returned_to_queue'; from: string | null }
  | { type: 'waiting_started' }
  | { type: 'human_answered'; is_first: boolean }
  | { type: 'resolved' }
  /** Ended, for the user was merged into another one. */
  | { type: 'merged' }
  /** Goes on in place of the request of a user who was merged into this one. */
  | { type: 'carried_over'; from_handover: HandoverId }
  | { type: 'absorbed' }
  | { type: 'returned_to_bot' }
  | { type: 'timed_out' };

/** What follows from a decision, done after the row is written: in the same transaction, as rows that are queued. */
export type HandoverEffect =
  | { type: 'post_card' }
  | { type: 'update_card' }
  /** Whose it is now, in a line that calls them: nobody is notified of a card that changes. */
  | { type: 'tell_managers' }
  | { type: 'notify_user'; notice: NoticeName }
  | { type: 'ask_rating' }
  /** What the assistant has queued and not sent is dropped: a person speaks now. */
  | { type: 'drop_queued_replies' }
  /** Real time, `owner_mute_minutes`. */
  | { type: 'mute_bot_for_owner' }
  | { type: 'unmute_bot' }
  /** The assistant is to know what the person said and promised. */
  | { type: 'summarise_human_part' }
  /** A turn is due at once if the user's last message has no answer. */
  | { type: 'answer_backlog' }
  /** A person answered in this handover: the next trigger that nobody asked for waits. */
  | { type: 'start_cooldown' }
  | { type: 'send_to_user' }
  | { type: 'keep_as_note' }
  | { type: 'offer_take_and_send' }
  | { type: 'offer_reclaim_and_send'; holder: string | null };

export type Refusal =
  | { refusal: 'already_open' | 'taken_by_other' | 'already_yours'; who: string | null; when: Date | null }
  | { refusal: 'already_ended'; status: HandoverStatus; who: string | null; when: Date | null }
  | { refusal: 'not_open' }
  | { refusal: 'already_in_queue'; when: Date | null }
  | { refusal: 'not_due'; when: Date | null };

/**
 * The answer to a command. When it is `ok`, `set` is written by one conditional UPDATE that names one of the states in
 * `from`; an empty `from` means the row is inserted, an empty `set` that nothing is written.
 */
export type Decision =
  | {
      ok: true;
      from: readonly HandoverStatus[];
      set: HandoverChanges;
      events: HandoverEvent[];
      effects: HandoverEffect[];
    }
  | ({ ok: false } & Refusal);

export type Accepted = Extract<Decision, { ok: true }>;
