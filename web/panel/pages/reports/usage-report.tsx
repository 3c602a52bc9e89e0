import type { ReactNode } from 'react';
import { numberIn, useDayBars, useReport } from './use-report.js';
import type { ReportProps } from './use-report.js';
import { Link } from '../../app/navigation.js';
import { Bars } from '../../design/bars.js';
import { Card, Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** How often models were asked; what for and at what cost stands on a page of its own. */
export function UsageReport({ client, days }: ReportProps): ReactNode {
  const { reports: texts, usage } = useTexts();
  const { number, date } = useFormats(client.timezone);
  const { data, error } = useReport('model_usage', { client, days });
  const bars = useDayBars(client.timezone);
  if (error) return <Problem error={error} />;
  if (!data) return <Loading />;
  return (
    <Card title={texts.usageByDay}>
      <Bars
        points={bars(data, {
          low: (row) => numberIn(row, 'calls') - numberIn(row, 'failed_calls'),
          high: (row) => numberIn(row, 'failed_calls'),
        })}
        names={{ low: usage.calls, high: usage.failedCalls }}
        ends={{ first: date(data.days.first), last: date(data.days.last) }}
        caption={texts.usageByDay}
        time={texts.day}
        none={texts.none}
        number={number}
      />
      <p className="report-more">
        <Link to={`/${client.slug}/usage`}>{texts.usageMore}</Link>
      </p>
    </Card>
  );
}
