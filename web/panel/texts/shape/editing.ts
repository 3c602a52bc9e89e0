/** What all forms of the panel say. */
export type EditingTexts = {
  save: string;
  saved: string;
  add: string;
  remove: string;
  removeTitle: (name: string) => string;
  removeAbout: string;
  discard: string;
  leave: string;
  mayOnlyLook: string;
  staleTitle: string;
  staleAbout: string;
  theirs: string;
  yours: string;
  keepMine: string;
  takeTheirs: string;
  nothingInIt: string;
  needsText: string;
  tooLong: (most: string) => string;
  back: string;
  find: string;
  nothingFound: string;
  difference: string;
  added: string;
  removed: string;
  same: string;
  unsaved: string;
};
