import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { now } from './clock.js';
import { areDays, lastDays } from './days.js';
import type { Days } from './days.js';
import { useTexts } from '../texts/use-texts.js';
import './days-choice.css';

const counts = { week: 7, month: 30, quarter: 90 } as const;
type Name = keyof typeof counts;

/** Which days are looked at: the last so many, or from one day to another. */
export function DaysChoice({
  days,
  choose,
  timezone,
}: {
  days: Days;
  choose: (days: Days) => void;
  timezone: string;
}): ReactNode {
  const { overview: texts, reports } = useTexts();
  const [typed, setTyped] = useState(days);
  const take = (next: Days): void => {
    setTyped(next);
    if (areDays(next)) choose(next);
  };
  const names = Object.keys(counts) as Name[];
  const of = (name: Name): Days => lastDays(counts[name], timezone, now());
  const chosen = names.find((name) => isSame(of(name), typed)) ?? '';
  return (
    <div className="days-choice">
      <SegmentedControl
        aria-label={texts.period}
        value={chosen}
        onChange={(name) => take(of(name as Name))}
        data={names.map((value) => ({ value, label: texts.periods[value] }))}
      />
      {(['first', 'last'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={reports[end]}
          value={typed[end]}
          error={areDays(typed) || end === 'first' ? undefined : reports.wrongDays}
          onChange={(event) => take({ ...typed, [end]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}

function isSame(one: Days, other: Days): boolean {
  return one.first === other.first && one.last === other.last;
}
