import type { Waiting } from './words.js';

/** Commands: what the menu of Telegram says about each (at most 256 characters) and what they answer. */
export type CommandTexts = {
  readonly topic: Readonly<Record<'take' | 'resolve' | 'bot' | 'assign' | 'note' | 'del' | 'info', string>>;
  readonly group: Readonly<Record<'queue' | 'help' | 'connect', string>>;
  readonly user: Readonly<Record<'start' | 'human', string>>;
  /** How one talks with a user in their topic, and in a group without topics; the commands follow. */
  readonly helpTopic: string;
  readonly helpReplies: string;
  readonly helpCommands: string;
  readonly helpGroup: string;
  readonly helpUser: string;
  readonly onlyInTopic: string;
  /** In a group without topics. */
  readonly onlyAsReply: string;
  readonly unknown: string;
  readonly nothingOpen: string;
  readonly noteUsage: string;
  readonly noteKept: string;
  readonly del: Readonly<
    Record<'usage' | 'note' | 'several' | 'ofUser' | 'already' | 'uncertain' | 'neverArrived', string>
  > & { readonly ofOther: (name: string) => string };
  readonly assign: {
    readonly usage: string;
    readonly unknown: (name: string) => string;
    /** Several managers fit; their names follow. */
    readonly several: string;
    /** All names follow. */
    readonly known: string;
  };
  readonly info: {
    readonly title: string;
    /** On a messenger where a business may write freely only for a day after the customer's last words. */
    readonly windowOpen: (until: string) => string;
    readonly windowClosed: string;
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
        | 'botSilentUntil'
        | 'writingWindow',
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
