import type { ReactNode } from 'react';
import { SaidFile } from './said-file.js';
import type { Transcript } from '../../api/reports.js';
import type { Formats } from '../../texts/formats.js';
import type { PanelTexts } from '../../texts/shape.js';
import { useTexts } from '../../texts/use-texts.js';

type Line = Transcript['lines'][number];
type Note = Transcript['notes'][number];

/** One message: who said what and when, what was understood, which prompt answered it. */
export function Said({
  client_id,
  line,
  formats,
}: {
  client_id: string;
  line: Line;
  formats: Formats;
}): ReactNode {
  const { conversations: texts, prompts } = useTexts();
  const who = line.role === 'manager' && line.manager ? line.manager : texts.roles[line.role];
  const words = line.text || line.details;
  return (
    <li className={`said of-${line.role}`}>
      <p className="said-who">
        <strong>{who}</strong> <time dateTime={line.created_at}>{formats.moment(line.created_at)}</time>
      </p>
      {line.kind !== 'text' && (
        <p className="note">{[texts.kinds[line.kind], line.file_name].filter(Boolean).join(': ')}</p>
      )}
      {line.has_file && <SaidFile client_id={client_id} line={line} />}
      {line.deleted_at ? (
        <p className="said-words">
          <del>{words || texts.deleted}</del>
        </p>
      ) : (
        words && <p className="said-words">{words}</p>
      )}
      <p className="said-notes note">{notesOf(line, { texts, prompts }).join(' · ')}</p>
    </li>
  );
}

/** What managers wrote to each other: the customer never got it. */
export function SaidNote({ note, formats }: { note: Note; formats: Formats }): ReactNode {
  const { conversations: texts } = useTexts();
  return (
    <li className="said of-note">
      <p className="said-who">
        <strong>{[texts.note, note.manager].filter(Boolean).join(' · ')}</strong>{' '}
        <time dateTime={note.created_at}>{formats.moment(note.created_at)}</time>
      </p>
      {note.kind !== 'text' && <p className="note">{texts.kinds[note.kind]}</p>}
      {note.text && <p className="said-words">{note.text}</p>}
    </li>
  );
}

function notesOf(
  line: Line,
  { texts, prompts }: { texts: PanelTexts['conversations']; prompts: PanelTexts['prompts'] },
): string[] {
  const { intent, confidence, prompt, delivery_status, delivery_error } = line;
  const notes = [
    intent && texts.intent(intent, confidence === null ? null : Math.round(confidence * 100)),
    prompt && texts.prompt(nameOf(prompt.name, prompts), prompt.version),
    line.is_heard && texts.heard,
    line.edited_at && texts.edited,
    line.deleted_at && texts.deleted,
    delivery_status && texts.delivery[delivery_status],
    delivery_error && texts.failure[delivery_error],
  ];
  return notes.filter((note): note is string => typeof note === 'string' && note !== '');
}

function nameOf(name: string, { names }: PanelTexts['prompts']): string {
  return Object.hasOwn(names, name) ? names[name as keyof typeof names].name : name;
}
