/** Looking back at a conversation, and the client's saved replies: what the menu says, what the commands answer. */
export type LookupTexts = {
  readonly menu: Readonly<Record<'summary' | 'history' | 'r', string>>;
  readonly summary: {
    readonly title: string;
    readonly composing: string;
    /** Without a model: the last words of each follow. */
    readonly lastWords: string;
  };
  readonly history: {
    readonly title: (count: string) => string;
    /** Around the message that was replied to. */
    readonly around: string;
    readonly empty: string;
    readonly usage: string;
    /** The reply was to something that is no message of the conversation. */
    readonly noMessage: string;
  };
  readonly savedReplies: {
    readonly known: string;
    readonly none: string;
    readonly unknown: (name: string) => string;
    readonly unknownNear: (name: string) => string;
    /** The text follows. */
    readonly sent: string;
    readonly kept: string;
  };
};
