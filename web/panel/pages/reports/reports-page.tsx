import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ManagersReport } from './managers-report.js';
import { RemindersReport } from './reminders-report.js';
import { UsageReport } from './usage-report.js';
import { csvAddress } from '../../api/reports.js';
import type { MartName } from '../../api/reports.js';
import { go } from '../../app/navigation.js';
import type { PageProps } from '../../app/pages.js';
import { now } from '../../design/clock.js';
import { lastDays, momentsOf } from '../../design/days.js';
import { DaysChoice } from '../../design/days-choice.js';
import { PageHead } from '../../design/page.js';
import { useLanguage } from '../../texts/use-texts.js';
import './reports.css';

const reports = {
  handovers: ManagersReport,
  reminders: RemindersReport,
  model_usage: UsageReport,
} as const satisfies Record<MartName, unknown>;
const names = Object.keys(reports) as MartName[];

/** A report over chosen days, as a chart, as a table, and as a file. Which one stands in the address. */
export function ReportsPage({ client, rest }: PageProps): ReactNode {
  const { language, texts: all } = useLanguage();
  const { reports: texts, shell } = all;
  const [days, setDays] = useState(() => lastDays(30, client.timezone, now()));
  const report = names.find((name) => name === rest) ?? 'handovers';
  const Report = reports[report];
  const address = csvAddress(client.id, {
    ...{ report, ...momentsOf(days, client.timezone) },
    fractions: language === 'en' ? 'point' : 'comma',
  });
  return (
    <>
      <PageHead title={shell.reports} about={texts.about}>
        <Button component="a" href={address} download variant="default" title={texts.csvAbout}>
          {texts.csv}
        </Button>
      </PageHead>
      <SegmentedControl
        className="report-choice"
        aria-label={texts.report}
        value={report}
        onChange={(name) => go(`/${client.slug}/reports/${name}`, { replaces: true })}
        data={names.map((value) => ({ value, label: texts.names[value] }))}
      />
      <DaysChoice days={days} choose={setDays} timezone={client.timezone} />
      <Report client={client} days={days} />
    </>
  );
}
