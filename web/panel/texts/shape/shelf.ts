import type { TextShelf } from '../../../../src/clients/named-texts.js';

/** What is said about texts kept under names. */
export type ShelfTexts = {
  about: string;
  addOne: string;
  choose: string;
  none: string;
  noneWhat: string;
  findAbout: string;
  fields: Record<'name' | 'text', string>;
  fieldAbout: Record<'name' | 'text', string>;
  length: (characters: number) => string;
  removeAbout: string;
};

export type ShelvesTexts = Record<TextShelf, ShelfTexts>;
