/**
 * Text without what messengers drop or what would turn the words around it: line ends become "\n", control characters
 * a space (Telegram does the same), halves of a broken character "�", and marks that force a direction go.
 */
export function cleanText(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      .replace(/\p{Surrogate}/gu, '\uFFFD')
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, ' ')
      .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
  );
}
