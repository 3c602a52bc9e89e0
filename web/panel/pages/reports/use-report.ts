import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { readMart } from '../../api/reports.js';
import type { MartName, MartRow } from '../../api/reports.js';
import type { Client } from '../../api/me.js';
import type { BarPoint } from '../../design/bars.js';
import { spanAt } from '../../design/bars.js';
import { eachDay, momentsOf } from '../../design/days.js';
import type { Days } from '../../design/days.js';
import { useFormats } from '../../texts/formats.js';

export type ReportProps = { client: Client; days: Days };

/** The rows of a report by days, with the days they are of: those of before stay until the new ones are there. */
export function useReport(report: MartName, { client, days }: ReportProps) {
  return useQuery({
    queryKey: ['report', client.id, report, days],
    queryFn: async ({ signal }) => {
      const period = momentsOf(days, client.timezone);
      return { days, rows: await readMart(client.id, { report, ...period, signal }) };
    },
    placeholderData: keepPreviousData,
  });
}

/** A number of a row; what is nothing counts as none. */
export function numberIn(row: MartRow, column: string): number {
  return Number(row[column] ?? 0);
}

/** The bars of every day, summed over the rows of a day. */
export function useDayBars(timezone: string) {
  const { date } = useFormats(timezone);
  return (
    { rows, days }: { rows: MartRow[]; days: Days },
    parts: { low: (row: MartRow) => number; high: (row: MartRow) => number },
  ): BarPoint[] => {
    if (rows.length === 0) return [];
    const all = eachDay(days);
    const of = (day: string, part: (row: MartRow) => number): number =>
      rows.filter((row) => dayOf(row) === day).reduce((sum, row) => sum + part(row), 0);
    return all.map((day, index) => ({
      ...{ key: day, label: date(day), span: spanAt(index, all.length) },
      ...{ low: of(day, parts.low), high: of(day, parts.high) },
    }));
  };
}

/** The day of a row: `2026-11-22`. */
export function dayOf(row: MartRow): string {
  return String(row['day']).slice(0, 10);
}
