import type { ByAt, Waiting } from './words.js';

/** The request as it stands in the managers' group. */
export type CardTexts = {
  readonly titles: Readonly<Record<'pending' | 'active' | 'resolved' | 'bot_handling' | 'timeout', string>>;
  readonly labels: Readonly<
    Record<'who' | 'phone' | 'messenger' | 'reason' | 'summary' | 'lastMessage', string>
  >;
  readonly reasons: Readonly<
    Record<
      | 'intent'
      | 'low_confidence'
      | 'no_count'
      | 'out_of_scope'
      | 'media'
      | 'asked_for_human'
      | 'keyword'
      | 'manual'
      | 'phone'
      | 'model_failure'
      | 'stale'
      | 'loop',
      string
    >
  >;
  readonly waiting: (duration: string) => string;
  /** Nobody waits: the last word was ours. */
  readonly answered: string;
  readonly takenBy: (who: ByAt) => string;
  /** Who had it, on the card of a request that has ended. */
  readonly hadBeenTakenBy: (who: ByAt) => string;
  readonly resolvedBy: (who: ByAt) => string;
  readonly returnedBy: (who: ByAt) => string;
  readonly closedByTime: (when: { readonly time: string }) => string;
  /** Ended by the bot or a rule, no person's name to show. */
  readonly endedAt: (when: { readonly time: string }) => string;
  /** Opened outside working hours; `opensAt` is the moment the business opens, in words. */
  readonly closedHours: (opensAt: string) => string;
  readonly blocked: string;
  readonly nameless: string;
  readonly phoneOwner: string;
};

/** Labels of buttons; at most about 25 letters, or phones cut them. */
export type ButtonTexts = Readonly<
  Record<
    | 'take'
    | 'resolve'
    | 'toBot'
    | 'handOn'
    | 'handToMe'
    | 'handToQueue'
    | 'handMore'
    | 'handBack'
    | 'takeAndSend'
    | 'reclaimAndSend'
    | 'sendAgain'
    | 'askForHuman',
    string
  >
>;

/** What a press is answered with; Telegram shows at most 200 characters. */
export type PressTexts = {
  readonly youHaveIt: string;
  /** In a group without topics. */
  readonly youHaveItByReply: string;
  readonly alreadyYours: string;
  readonly takenBy: (who: ByAt) => string;
  readonly endedBy: (who: ByAt) => string;
  readonly alreadyEnded: string;
  readonly resolved: string;
  readonly returned: string;
  readonly queued: string;
  readonly sent: string;
  readonly alreadySent: string;
  readonly notManager: string;
  readonly anonymousAdmin: string;
  readonly unknownButton: string;
  readonly failed: string;
};

/** [Hand on]: the menu on the card, what a choice is answered with, and the lines that say whose the request is now. */
export type HandingOnTexts = {
  readonly toWhom: string;
  /** Nobody but the taker has been seen in the group. */
  readonly nobodyElse: string;
  readonly done: (name: string) => string;
  readonly alreadyTheirs: (name: string) => string;
  /** Calls the new taker: their name comes before the user's. */
  readonly toYou: (who: { readonly name: string; readonly taker: string; readonly by: string }) => string;
  readonly backInQueue: (who: { readonly name: string; readonly by: string }) => string;
};

/** Lines that see to it that nobody is forgotten; the owner is mentioned in front of them, the taker in them. */
export type ReminderTexts = {
  readonly first: (who: Waiting) => string;
  readonly firstTaken: (who: Waiting & { readonly taker: string }) => string;
  readonly urgent: (who: Waiting) => string;
  readonly urgentTaken: (who: Waiting & { readonly taker: string }) => string;
};
