import { Button, CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { hoursProblems, isOverMidnight } from './hours-draft.js';
import type { HoursDraft, HoursProblem, SpanDraft } from './hours-draft.js';
import type { DescribedSetting } from '../../api/settings.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  setting: DescribedSetting;
  draft: HoursDraft;
  type: (draft: HoursDraft) => void;
  /** What the server says about it. */
  error: string | undefined;
  mayChange: boolean;
};

/** When a business works: several spans a day, over midnight too, and the days it is closed. */
export function HoursEditor({ setting, draft, type, error, mayChange }: Props): ReactNode {
  const {
    settings: { hours: texts },
  } = useTexts();
  const label = useId();
  const problems = hoursProblems(draft);
  const wrong = problems?.whole ? texts.problems[problems.whole] : problems ? undefined : error;
  return (
    <fieldset className="hours" aria-labelledby={label} disabled={!mayChange}>
      <p id={label} className="hours-title">
        {setting.title}
      </p>
      <p className="note">{setting.about}</p>
      <SegmentedControl
        aria-labelledby={label}
        disabled={!mayChange}
        value={draft.isRoundTheClock ? 'always' : 'schedule'}
        onChange={(value) => type({ ...draft, isRoundTheClock: value === 'always' })}
        data={[
          { value: 'always', label: texts.roundTheClock },
          { value: 'schedule', label: texts.bySchedule },
        ]}
      />
      {!draft.isRoundTheClock && (
        <>
          {draft.week.map((spans, day) => (
            <Day
              // A day is known by its place in the week.
              key={texts.days[day]}
              name={texts.days[day] ?? ''}
              {...{ spans, mayChange }}
              problem={problems?.days[day] ?? null}
              above={draft.week[day - 1]}
              change={(next) => type({ ...draft, week: draft.week.with(day, next) })}
            />
          ))}
          <Holidays {...{ draft, type, mayChange }} />
        </>
      )}
      {wrong && (
        <p className="field-error" role="alert">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}

type DayProps = {
  name: string;
  spans: SpanDraft[];
  problem: HoursProblem | null;
  /** The day before, which may be copied. */
  above: SpanDraft[] | undefined;
  mayChange: boolean;
  change: (spans: SpanDraft[]) => void;
};

function Day({ name, spans, problem, above, mayChange, change }: DayProps): ReactNode {
  const {
    settings: { hours: texts },
  } = useTexts();
  return (
    <div className="hours-day" role="group" aria-label={name}>
      <span className="day-name">{name}</span>
      <div className="day-spans">
        {spans.length === 0 && <span className="note">{texts.dayOff}</span>}
        {spans.map((span, index) => (
          <Span
            // A span is known by its place: two may say the same while one is typed.
            key={index}
            {...{ span, mayChange }}
            name={`${name}, ${index + 1}`}
            change={(changed) => change(spans.with(index, changed))}
            remove={() => change(spans.toSpliced(index, 1))}
          />
        ))}
        {problem && (
          <p className="field-error" role="alert">
            {texts.problems[problem]}
          </p>
        )}
      </div>
      {mayChange && <DayButtons {...{ name, spans, above, change }} />}
    </div>
  );
}

function DayButtons({ name, spans, above, change }: Omit<DayProps, 'problem' | 'mayChange'>): ReactNode {
  const {
    settings: { hours: texts },
  } = useTexts();
  const last = spans.at(-1);
  const next: SpanDraft = last ? { from: last.to, to: '' } : { from: '09:00', to: '18:00' };
  const isOther = above && JSON.stringify(above) !== JSON.stringify(spans);
  return (
    <div className="day-buttons">
      <Button
        size="compact-xs"
        variant="light"
        aria-label={`${name}: ${texts.addSpan}`}
        onClick={() => change([...spans, next])}
      >
        {texts.addSpan}
      </Button>
      {isOther && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`${name}: ${texts.asAbove}`}
          onClick={() => change(above)}
        >
          {texts.asAbove}
        </Button>
      )}
    </div>
  );
}

type SpanProps = {
  span: SpanDraft;
  /** Which span of which day, for whoever does not see where it stands. */
  name: string;
  mayChange: boolean;
  change: (span: SpanDraft) => void;
  remove: () => void;
};

function Span({ span, name, mayChange, change, remove }: SpanProps): ReactNode {
  const {
    settings: { hours: texts },
  } = useTexts();
  return (
    <div className="hours-span">
      <TextInput
        type="time"
        aria-label={`${name}: ${texts.from}`}
        value={span.from}
        readOnly={!mayChange}
        onChange={(event) => change({ ...span, from: event.currentTarget.value })}
      />
      <span aria-hidden="true">–</span>
      <TextInput
        type="time"
        aria-label={`${name}: ${texts.to}`}
        value={span.to}
        readOnly={!mayChange}
        onChange={(event) => change({ ...span, to: event.currentTarget.value })}
      />
      {mayChange && <CloseButton aria-label={`${name}: ${texts.removeSpan}`} onClick={remove} />}
      {isOverMidnight(span) && <span className="note">{texts.overMidnight}</span>}
    </div>
  );
}

function Holidays({ draft, type, mayChange }: Pick<Props, 'draft' | 'type' | 'mayChange'>): ReactNode {
  const {
    settings: { hours: texts },
  } = useTexts();
  const { holidays } = draft;
  const change = (next: string[]): void => type({ ...draft, holidays: next });
  return (
    <div className="hours-day" role="group" aria-label={texts.holidays}>
      <span className="day-name">{texts.holidays}</span>
      <div className="day-spans">
        {holidays.length === 0 && <span className="note">{texts.noHolidays}</span>}
        {holidays.map((date, index) => (
          <div key={index} className="hours-span">
            <TextInput
              type="date"
              aria-label={`${texts.holiday} ${index + 1}`}
              value={date}
              readOnly={!mayChange}
              onChange={(event) => change(holidays.with(index, event.currentTarget.value))}
            />
            {mayChange && (
              <CloseButton
                aria-label={`${texts.removeHoliday} ${index + 1}`}
                onClick={() => change(holidays.toSpliced(index, 1))}
              />
            )}
          </div>
        ))}
      </div>
      {mayChange && (
        <div className="day-buttons">
          <Button size="compact-xs" variant="light" onClick={() => change([...holidays, ''])}>
            {texts.addHoliday}
          </Button>
        </div>
      )}
    </div>
  );
}
