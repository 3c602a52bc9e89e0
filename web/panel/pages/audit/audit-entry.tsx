import type { ReactNode } from 'react';
import { changedFields } from './changed-fields.js';
import type { ChangedField } from './changed-fields.js';
import type { AuditLine } from '../../api/audit.js';
import { Difference } from '../../design/difference.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** One change: who, when, what; opened, each field as it was and as it became. */
export function AuditEntry({ line, timezone }: { line: AuditLine; timezone: string }): ReactNode {
  const { audit: texts } = useTexts();
  const { moment } = useFormats(timezone);
  const { actor, action, subject, created_at } = line;
  const fields = changedFields(line.before, line.after);
  const [kind = '', ...name] = subject.split(' ');
  return (
    <li className="audit-entry">
      <p>
        <strong>{texts.actions[action] ?? action}</strong>{' '}
        <span>{[texts.subjects[kind] ?? kind, ...name].join(' ')}</span>
      </p>
      <p className="note">
        {actor} · <time dateTime={created_at}>{moment(created_at)}</time>
      </p>
      {fields.length > 0 && (
        <details>
          <summary>
            {texts.changed(fields.length)}
            <span className="out-of-sight"> {subject}</span>
          </summary>
          <dl>
            {fields.map((field) => (
              <Field key={field.name} field={field} />
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

function Field({ field: { name, before, after } }: { field: ChangedField }): ReactNode {
  const { audit: texts } = useTexts();
  const isLong = [before, after].some((side) => side !== null && side.includes('\n'));
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {isLong ? (
          <Difference before={before ?? ''} after={after ?? ''} label={name} />
        ) : (
          <>
            <del>{before ?? texts.nothingThere}</del> → <ins>{after ?? texts.nothingThere}</ins>
          </>
        )}
      </dd>
    </div>
  );
}
