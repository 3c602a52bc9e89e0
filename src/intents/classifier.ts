/** What a text is taken to be about: everything unread, one message of it or one sentence. */
export type Finding = {
  text: string;
  /** The lines it stands in, by their `seq`. */
  seqs: readonly number[];
  /** A name from the client's list; null = none of them. */
  intent: string | null;
  /** How likely the intent is right, 0 to 1. */
  confidence: number;
  /** What it is made of, where that was judged too: a burst of its messages, a message of its sentences. */
  parts: readonly Finding[];
};

/** What is understood of a user's unread messages. */
export type Classification = {
  /** What they are most surely about, all or a part of them. */
  intent: string | null;
  confidence: number;
  wants_human: boolean;
  /** Two letters; null = can't be told. */
  language: string | null;
  pleasantry: boolean;
  out_of_scope: boolean;
  /** All of them, with their parts. */
  found: Finding;
};

/** One unread line of a user. */
export type UnreadLine = { seq: number; text: string };

/** Tells what a user wants by the client's own examples. */
export type Classifier = {
  /**
   * @param input.unread what is to be judged, oldest first
   * @param input.languages codes of the client's and the user's languages, for words that ask for a person
   */
  classify(input: { unread: readonly UnreadLine[]; languages: readonly string[] }): Classification;
};
