import type { Transcript } from '../../api/reports.js';

type Line = Transcript['lines'][number];
type Note = Transcript['notes'][number];

/** The lines of a stretch as they follow each other, each note after what was said by then. */
export function inOrder({ lines, notes }: Pick<Transcript, 'lines' | 'notes'>): (Line | Note)[] {
  const said: (Line | Note)[] = [];
  let next = 0;
  for (const line of lines) {
    for (let note = notes[next]; note && note.created_at < line.created_at; note = notes[next]) {
      said.push(note);
      next += 1;
    }
    said.push(line);
  }
  return [...said, ...notes.slice(next)];
}
