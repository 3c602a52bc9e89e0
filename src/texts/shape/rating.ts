/** What a user and the managers are told about a rating; `stars` is 1 to 5. */
export type RatingTexts = {
  /** Shown over the chat when a star is pressed. */
  readonly thanks: (stars: number) => string;
  readonly tooLate: string;
  readonly onCard: (stars: number) => string;
};
