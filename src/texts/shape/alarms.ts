/** What the owner is told when something needs their hand: what happened and what to do. */
export type AlarmTexts = {
  readonly kinds: Readonly<
    Record<
      | 'token_revoked'
      | 'bot_removed'
      | 'bot_not_admin'
      | 'topics_not_allowed'
      | 'number_dropped'
      | 'number_replaced'
      | 'number_banned'
      | 'number_unreachable'
      | 'number_at_risk'
      | 'access_token_refused'
      | 'number_locked'
      | 'number_restricted'
      | 'payment_needed',
      {
        /** @param subject what of the client it is about, as `subjects` names it */
        readonly problem: (subject: string) => string;
        readonly advice: string;
      }
    >
  >;
  readonly subjects: {
    readonly group: string;
    readonly managersBot: string;
    readonly integration: (name: string) => string;
  };
  readonly raised: (of: { client: string }) => string;
  /** The daily reminder of what is still not put right. */
  readonly still: (of: { client: string }) => string;
  readonly mended: (of: { client: string; problem: string }) => string;
};
