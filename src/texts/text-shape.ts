/**
 * The shape of everything people read. A language is one file in `languages/` that fills this shape: a missing or an
 * extra entry does not compile. Texts are plain (no markup) and are given names and numbers that are already
 * formatted; links, mentions and bold are added where a messenger is spoken to.
 */

/** The forms of a counted noun, by the plural categories of the language (`other` is always asked for). */
export type PluralForms = { readonly [category in Intl.LDMLPluralRule]?: string } & {
  readonly other: string;
};

/** What a notice is called in a client's settings. */
export type NoticeName =
  | 'greeting'
  | 'handover_opened'
  | 'handover_closed_hours'
  | 'taken'
  | 'deferred'
  | 'not_understood'
  | 'out_of_scope'
  | 'unsupported'
  | 'media'
  | 'resolved'
  | 'rating'
  | 'timeout'
  | 'returned'
  | 'model_down'
  | 'rate_limited';

/** A name as people know it and a moment in words ("14:05"). */
type ByAt = { readonly name: string; readonly time: string };

/** Somebody who waits, and for how long in words ("5 minutes"). */
type Waiting = { readonly name: string; readonly duration: string };

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
      | 'stale',
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
    'take' | 'resolve' | 'toBot' | 'takeAndSend' | 'reclaimAndSend' | 'sendAgain' | 'askForHuman',
    string
  >
>;

/** What a press is answered with; Telegram shows at most 200 characters. */
export type PressTexts = {
  readonly youHaveIt: string;
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

/** Why something could not be delivered, in words a manager can act on. */
export type FailureTexts = Readonly<
  Record<
    | 'blocked'
    | 'file_too_big'
    | 'file_gone'
    | 'chat_not_found'
    | 'unclear'
    | 'token_revoked'
    | 'not_allowed'
    | 'unknown',
    string
  >
>;

/** Lines that appear between a user's and a manager's words in a topic. */
export type TopicTexts = {
  readonly name: (user: { readonly name: string; readonly messenger: string }) => string;
  readonly recap: string;
  /** Text of a manager who has not taken the request. */
  readonly noteBeforeTake: string;
  /** Text of a manager while another one has the request. */
  readonly noteOfOther: (taker: string) => string;
  /** Text written before the request was taken by who wrote it: still nothing the customer has seen. */
  readonly noteFromBefore: string;
  readonly noOpenHandover: string;
  readonly offer: string;
  readonly assistant: string;
  readonly system: string;
  readonly manager: (name: string) => string;
  readonly phone: string;
  readonly kinds: Readonly<
    Record<
      | 'text'
      | 'image'
      | 'voice'
      | 'audio'
      | 'video'
      | 'video_note'
      | 'document'
      | 'sticker'
      | 'location'
      | 'contact'
      | 'reaction'
      | 'button'
      | 'unsupported',
      string
    >
  >;
  readonly unsupported: (kind: string) => string;
  readonly managerUnsupported: (kind: string) => string;
  readonly edited: string;
  readonly deleted: string;
  readonly merged: (count: string) => string;
  readonly notDelivered: (why: string) => string;
  readonly uncertain: string;
  readonly userBlocked: (name: string) => string;
  readonly failures: FailureTexts;
};

/** Lines that see to it that nobody is forgotten; the owner is mentioned in front of them, the taker in them. */
export type ReminderTexts = {
  readonly first: (who: Waiting) => string;
  readonly firstTaken: (who: Waiting & { readonly taker: string }) => string;
  readonly urgent: (who: Waiting) => string;
  readonly urgentTaken: (who: Waiting & { readonly taker: string }) => string;
};

/** Commands: what the menu of Telegram says about each (at most 256 characters) and what they answer. */
export type CommandTexts = {
  readonly topic: Readonly<Record<'take' | 'resolve' | 'bot' | 'note' | 'info' | 'help', string>>;
  readonly group: Readonly<Record<'queue' | 'help', string>>;
  readonly user: Readonly<Record<'start' | 'human', string>>;
  readonly helpTopic: string;
  readonly helpGroup: string;
  readonly helpUser: string;
  readonly onlyInTopic: string;
  readonly unknown: string;
  readonly nothingOpen: string;
  readonly noteUsage: string;
  readonly noteKept: string;
  readonly info: {
    readonly title: string;
    readonly labels: Readonly<
      Record<
        | 'name'
        | 'username'
        | 'phone'
        | 'language'
        | 'messenger'
        | 'since'
        | 'conversation'
        | 'handover'
        | 'taker'
        | 'waiting'
        | 'messages'
        | 'handovers'
        | 'botSilentUntil',
        string
      >
    >;
    readonly noHandover: string;
    readonly unknown: string;
  };
  readonly queue: {
    readonly title: (count: string) => string;
    readonly empty: string;
    readonly waiting: (who: Waiting) => string;
    readonly answered: (name: string) => string;
    readonly nobody: string;
    readonly takenBy: (name: string) => string;
    readonly more: (count: string) => string;
  };
};

/** The state of the managers' group, each line with what to do. */
export type GroupTexts = Readonly<
  Record<'notAdmin' | 'topicsOff' | 'mayNotManageTopics' | 'notInGroup' | 'chatNotFound' | 'ready', string>
>;

/** Everything people read in one language. */
export type Texts = {
  /** How numbers, days and times are written: a BCP 47 tag for Intl. */
  readonly locale: string;
  /** Counted units in the form used after "for" and "in": "waits 1 minute", "ждёт 1 минуту". */
  readonly units: Readonly<Record<'minute' | 'hour' | 'day' | 'message' | 'request', PluralForms>>;
  readonly lessThanMinute: string;
  /** A moment relative to today; `time` is "09:00", `day` is "4 January". */
  readonly moments: {
    readonly today: (time: string) => string;
    readonly tomorrow: (time: string) => string;
    readonly onDay: (at: { readonly day: string; readonly time: string }) => string;
  };
  /** Names of platforms as people know them. */
  readonly messengers: Readonly<Record<'telegram' | 'whatsapp' | 'whatsapp_cloud', string>>;
  readonly card: CardTexts;
  readonly buttons: ButtonTexts;
  readonly press: PressTexts;
  readonly topic: TopicTexts;
  readonly reminders: ReminderTexts;
  readonly commands: CommandTexts;
  readonly group: GroupTexts;
  /** What users are told unless the client says otherwise; placeholders as in `noticePlaceholders`. */
  readonly notices: Readonly<Record<NoticeName, string>>;
};
