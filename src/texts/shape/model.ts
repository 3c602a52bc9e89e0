/** What the managers' group is told about the model. */
export type ModelTexts = Readonly<{
  /** @param limit the client's tokens of a day */
  tokensNearlySpent: (limit: string) => string;
  tokensSpent: (limit: string) => string;
}>;
