import type { ReactNode } from 'react';
import type { SettingsForm } from './use-settings-form.js';
import type { SettingsPreview } from '../../api/settings.js';
import { Card, Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type DueTimes = SettingsPreview['open_handovers'][number]['before'];
type OpenHandover = SettingsPreview['open_handovers'][number];

const dues = ['reminder_1_due_at', 'reminder_2_due_at', 'auto_close_due_at'] as const;

/** What the settings as they stand in the form mean for a request that would come now, and for those that are open. */
export function DuePreview({ form, timezone }: { form: SettingsForm; timezone: string }): ReactNode {
  const { settings: texts } = useTexts();
  const { data, error } = form.preview;
  const isShown = data?.request && !form.hasProblem;
  return (
    <aside className="due-preview" aria-label={texts.preview.title}>
      <Card title={texts.preview.title}>
        <p className="note">{form.isUnsaved ? texts.preview.asTyped : texts.preview.asSaved}</p>
        {error ? (
          <Problem error={error} />
        ) : isShown ? (
          <>
            <NextRequest request={data.request} timezone={timezone} />
            <OpenOnes handovers={data.open_handovers} timezone={timezone} />
          </>
        ) : data ? (
          <p className="note">{texts.fixFirst}</p>
        ) : (
          <Loading />
        )}
      </Card>
    </aside>
  );
}

function NextRequest({
  request,
  timezone,
}: {
  request: SettingsPreview['request'];
  timezone: string;
}): ReactNode {
  const { settings: texts } = useTexts();
  const { moment } = useFormats(timezone);
  if (!request) return null;
  return (
    <section aria-label={texts.preview.ifNow}>
      <h3>{texts.preview.ifNow}</h3>
      <p>
        {request.is_open
          ? texts.preview.open
          : texts.preview.closed(request.opens_at ? moment(request.opens_at) : texts.preview.never)}
      </p>
      <dl className="dues">
        {dues.map((due) => (
          <div key={due}>
            <dt>{texts.preview[due]}</dt>
            <dd>{request[due] ? moment(request[due]) : texts.preview.never}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function OpenOnes({ handovers, timezone }: { handovers: OpenHandover[]; timezone: string }): ReactNode {
  const { settings: texts } = useTexts();
  return (
    <section aria-label={texts.preview.openRequests}>
      <h3>{texts.preview.openRequests}</h3>
      {handovers.length === 0 && <p className="note">{texts.preview.noneOpen}</p>}
      {handovers.map(({ id, user_name, before, after }) => (
        <div key={id} className="open-request">
          <strong>{user_name ?? texts.preview.nobody}</strong>
          <dl className="dues">
            {dues.map((due) => (
              <div key={due}>
                <dt>{texts.preview[due]}</dt>
                <dd>
                  <Moved before={before[due]} after={after[due]} timezone={timezone} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}

type Sides = { before: DueTimes[keyof DueTimes]; after: DueTimes[keyof DueTimes]; timezone: string };

/** One due time, with where it would move. */
function Moved({ before, after, timezone }: Sides): ReactNode {
  const { settings: texts } = useTexts();
  const { moment } = useFormats(timezone);
  const said = (at: string | null): string => (at ? moment(at) : texts.preview.never);
  if (said(before) === said(after)) return said(after);
  return (
    <>
      <del>
        <span className="out-of-sight">{texts.preview.before} </span>
        {said(before)}
      </del>{' '}
      <ins>
        <span className="out-of-sight">{texts.preview.after} </span>
        {said(after)}
      </ins>
    </>
  );
}
