/** Where what is said in a language comes from. */
export type WordingSource = 'own' | 'all' | 'built_in';

/** What is said about one text in several languages. */
export type WordingTexts = {
  forAll: string;
  byLanguage: string;
  byLanguageAbout: string;
  /** What is said in a language, and why. */
  sources: Record<WordingSource, string>;
  /** There is no text for it, nor one for all. */
  otherLanguage: (language: string) => string;
  needsOne: string;
};
