/** What a messenger says of credentials that somebody typed, beside their field. */
export type CheckTexts = {
  readonly botTokenUnknown: string;
  readonly telegramSilent: string;
  readonly accessTokenRefused: string;
  readonly numberUnknown: string;
  readonly metaSilent: string;
};
