import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { numberIn, useDayBars, useReport } from './use-report.js';
import type { ReportProps } from './use-report.js';
import { readManagers } from '../../api/reports.js';
import type { ManagerPerformance } from '../../api/reports.js';
import { Bars } from '../../design/bars.js';
import { DataTable } from '../../design/data-table.js';
import { momentsOf } from '../../design/days.js';
import { Card, Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** How each manager got on with requests. */
export function ManagersReport({ client, days }: ReportProps): ReactNode {
  const { reports: texts } = useTexts();
  const { number, date } = useFormats(client.timezone);
  const { data, error } = useReport('handovers', { client, days });
  const bars = useDayBars(client.timezone);
  if (error) return <Problem error={error} />;
  if (!data) return <Loading />;
  return (
    <>
      <Card title={texts.requestsByDay}>
        <Bars
          points={bars(data, {
            low: (row) => numberIn(row, 'resolved'),
            high: (row) => numberIn(row, 'requests') - numberIn(row, 'resolved'),
          })}
          names={{ low: texts.resolved, high: texts.others }}
          ends={{ first: date(data.days.first), last: date(data.days.last) }}
          caption={texts.requestsByDay}
          time={texts.day}
          none={texts.none}
          number={number}
        />
      </Card>
      <ByManager client={client} days={days} />
    </>
  );
}

function ByManager({ client, days }: ReportProps): ReactNode {
  const { reports: texts } = useTexts();
  const { data, error } = useQuery({
    queryKey: ['manager-performance', client.id, days],
    queryFn: ({ signal }) => readManagers(client.id, { ...momentsOf(days, client.timezone), signal }),
    placeholderData: keepPreviousData,
  });
  const cellsOf = useCells(client.timezone);
  if (error) return <Problem error={error} />;
  if (!data || data.length === 0) return null;
  return (
    <Card title={texts.byManager}>
      <DataTable
        label={texts.byManager}
        head={[
          ...[texts.manager, texts.requests, texts.resolved, texts.returned, texts.timedOut],
          ...[texts.toTake, texts.toAnswer, texts.toResolve, texts.rating],
        ]}
        rows={data.map((one) => ({ key: `${one.manager_id} ${one.manager}`, cells: cellsOf(one) }))}
      />
    </Card>
  );
}

function useCells(timezone: string): (of: ManagerPerformance) => ReactNode[] {
  const { reports: texts } = useTexts();
  const { number, duration } = useFormats(timezone);
  const took = (seconds: number | null): string => (seconds === null ? '–' : duration(seconds));
  return (one) => [
    one.manager ?? texts.nobody,
    ...[one.requests, one.resolved, one.returned_to_bot, one.timed_out].map(number),
    ...[one.average_seconds_to_take, one.average_seconds_to_answer, one.average_seconds_to_resolve].map(took),
    one.average_rating === null ? '–' : texts.ratingOf(number(one.average_rating), one.ratings),
  ];
}
