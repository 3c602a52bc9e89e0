/** What is understood of a user's unread messages. */
export type Classification = {
  /** A name from the client's list; null = none of them. */
  intent: string | null;
  /** How likely the intent is right, 0 to 1. */
  confidence: number;
  wants_human: boolean;
  /** Two letters; null = can't be told. */
  language: string | null;
  pleasantry: boolean;
  out_of_scope: boolean;
};

/** One line of a conversation. The user's lines after the last answer are the ones to understand. */
export type ConversationLine = { role: 'user' | 'assistant' | 'manager' | 'system'; text: string };

/** Whatever tells what a user wants: a model, or the client's own examples. */
export type Classifier = {
  /**
   * @param input.messages the recent lines, oldest first
   * @param input.languages codes of the client's and the user's languages, for words that ask for a person
   */
  classify(input: {
    messages: readonly ConversationLine[];
    languages: readonly string[];
  }): Promise<Classification>;
};
