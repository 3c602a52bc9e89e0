const mark = '//';

/** Whether words are marked as internal: they are never sent, whoever has the request. */
export function isMarkedAsNote(text: string): boolean {
  return text.trimStart().startsWith(mark);
}

/** What a note says: without the mark that made it one. */
export function withoutNoteMark(text: string): string {
  return isMarkedAsNote(text) ? text.trimStart().slice(mark.length).trimStart() : text;
}
