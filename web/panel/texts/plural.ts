type Forms = { one: string; few?: string; other: string };

/** "21 диалога", "5 звёзд": a number with the form of the word that goes with it in the language. */
export function many(language: string, count: number, forms: Forms): string {
  const form = new Intl.PluralRules(language).select(count);
  const word = form === 'one' ? forms.one : form === 'few' ? (forms.few ?? forms.other) : forms.other;
  return `${new Intl.NumberFormat(language).format(count)} ${word}`;
}
