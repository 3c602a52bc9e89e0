import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { MessageBars } from './bars.js';
import { Figures } from './figures.js';
import { HandoverCard, ModelCard, RatingsCard, ReasonsCard } from './handover-cards.js';
import { periodNames, periodOf } from './period.js';
import type { PeriodName } from './period.js';
import { readOverview } from '../../api/reports.js';
import type { PageProps } from '../../app/pages.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';
import './overview.css';

const refreshMs = 30_000;

/** How a client's service goes: now, and over a period. */
export function OverviewPage({ client }: PageProps): ReactNode {
  const { overview: texts, shell } = useTexts();
  const formats = useFormats(client.timezone);
  const [period, setPeriod] = useState<PeriodName>('week');
  const { data, error, refetch } = useQuery({
    queryKey: ['overview', client.id, period],
    queryFn: async ({ signal }) => {
      const asked = periodOf(period);
      return { asked, ...(await readOverview(client.id, { ...asked, signal })) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  return (
    <>
      <PageHead title={shell.overview}>
        <SegmentedControl
          aria-label={texts.period}
          value={period}
          onChange={setPeriod}
          data={periodNames.map((value) => ({ value, label: texts.periods[value] }))}
        />
      </PageHead>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="overview">
          <Figures overview={data} formats={formats} />
          <Card title={texts.messages} className="wide">
            <MessageBars messages={data.messages} asked={data.asked} formats={formats} />
          </Card>
          <HandoverCard handovers={data.handovers} formats={formats} />
          <ReasonsCard handovers={data.handovers} formats={formats} />
          <RatingsCard ratings={data.ratings} formats={formats} />
          <ModelCard model={data.model} formats={formats} />
        </div>
      )}
    </>
  );
}
