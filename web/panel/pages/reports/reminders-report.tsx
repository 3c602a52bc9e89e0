import type { ReactNode } from 'react';
import { dayOf, numberIn, useDayBars, useReport } from './use-report.js';
import type { ReportProps } from './use-report.js';
import { Bars } from '../../design/bars.js';
import { DataTable } from '../../design/data-table.js';
import { Card, Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

const columns = [
  ...['first_reminders', 'urgent_reminders', 'requests_reminded', 'answered_after_reminder'],
  'closed_without_answer',
];

/** How often managers had to be reminded, and whether it helped. */
export function RemindersReport({ client, days }: ReportProps): ReactNode {
  const { reports: texts } = useTexts();
  const { number, date } = useFormats(client.timezone);
  const { data, error } = useReport('reminders', { client, days });
  const bars = useDayBars(client.timezone);
  if (error) return <Problem error={error} />;
  if (!data) return <Loading />;
  return (
    <Card title={texts.remindersByDay}>
      <Bars
        points={bars(data, {
          low: (row) => numberIn(row, 'first_reminders'),
          high: (row) => numberIn(row, 'urgent_reminders'),
        })}
        names={{ low: texts.firstReminders, high: texts.urgentReminders }}
        ends={{ first: date(data.days.first), last: date(data.days.last) }}
        caption={texts.remindersByDay}
        time={texts.day}
        none={texts.none}
        number={number}
      />
      {data.rows.length > 0 && (
        <DataTable
          label={texts.names.reminders}
          head={[
            ...[texts.day, texts.firstReminders, texts.urgentReminders, texts.reminded],
            ...[texts.answeredAfter, texts.closedUnanswered],
          ]}
          rows={data.rows.map((row) => ({
            key: dayOf(row),
            cells: [date(dayOf(row)), ...columns.map((column) => number(numberIn(row, column)))],
          }))}
        />
      )}
    </Card>
  );
}
