/** A run of text with one look. What a person wrote goes in as `text` and is never read as markup. */
export type StyledPart = {
  text: string;
  look?: 'bold' | 'italic' | 'code' | 'quote';
  /** Names a person of the group, so that Telegram tells them. */
  mention?: { telegram_user_id: number };
  /** Where the text leads when it is clicked, an `https:` address made by us. */
  link?: string;
};

/** Text as data: each channel turns it into its own markup. */
export type StyledText = StyledPart[];

/** @returns the words alone, without looks. */
export function plainText(text: StyledText): string {
  return text.map((part) => part.text).join('');
}
