/** What people say the same way everywhere, in one language: understood without a model. A language is one file. */
export type EverydayPhrases = {
  /** Two-letter code. */
  language: string;
  /** Asking for a person: patterns that mean it anywhere in a message, and words that mean it when they stand alone. */
  human: { anywhere: readonly string[]; alone: readonly string[]; around: readonly string[] };
  /** "No", "it didn't help": as a whole message. */
  no: { said: readonly string[]; around: readonly string[] };
  /** Thanks, assent, farewell: a whole message that wants no answer. No greetings: they deserve one. */
  pleasantry: { said: readonly string[]; around: readonly string[] };
  /** A whole message that greets and asks nothing yet. */
  greeting: { said: readonly string[]; around: readonly string[] };
};
