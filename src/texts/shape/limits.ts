/** Silencing the bot for one user, and shutting a user out: what the menu says, what the commands answer. */
export type LimitTexts = {
  readonly menu: Readonly<Record<'mute' | 'unmute' | 'block' | 'unblock', string>>;
  /** `until` is the moment the bot answers again, in words ("today at 15:30"). */
  readonly muted: (until: string) => string;
  readonly muteUsage: string;
  readonly unmuted: string;
  readonly notMuted: string;
  readonly noConversation: string;
  readonly blocked: string;
  readonly alreadyBlocked: string;
  readonly unblocked: string;
  readonly notBlocked: string;
  /** On the card of somebody who is blocked. */
  readonly onCard: string;
  /** The label before the day somebody was blocked. */
  readonly blockedSince: string;
};
