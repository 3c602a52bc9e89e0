import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { UsageFigures } from './usage-figures.js';
import { readModelUsage } from '../../api/reports.js';
import type { ModelUsage } from '../../api/reports.js';
import type { PageProps } from '../../app/pages.js';
import { Bars, spanAt } from '../../design/bars.js';
import { now } from '../../design/clock.js';
import { DataTable } from '../../design/data-table.js';
import { eachDay, lastDays, momentsOf } from '../../design/days.js';
import type { Days } from '../../design/days.js';
import { DaysChoice } from '../../design/days-choice.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';
import './usage.css';

const refreshMs = 30_000;

/** What models were asked, what for, what it cost, and what is left of today's tokens. */
export function UsagePage({ client }: PageProps): ReactNode {
  const { usage: texts, shell } = useTexts();
  const formats = useFormats(client.timezone);
  const [days, setDays] = useState(() => lastDays(30, client.timezone, now()));
  const { data, error, refetch } = useQuery({
    queryKey: ['model-usage', client.id, days],
    queryFn: async ({ signal }) => ({
      days,
      ...{ usage: await readModelUsage(client.id, { ...momentsOf(days, client.timezone), signal }) },
    }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  return (
    <>
      <PageHead title={shell.usage} about={texts.about} />
      <DaysChoice days={days} choose={setDays} timezone={client.timezone} />
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="usage">
          <UsageFigures usage={data.usage} days={data.days} formats={formats} client={client} />
          <ByDay usage={data.usage} days={data.days} formats={formats} />
          <ByUse uses={data.usage.uses} formats={formats} />
        </div>
      )}
    </>
  );
}

function ByDay({ usage, days, formats }: { usage: ModelUsage; days: Days; formats: Formats }): ReactNode {
  const { usage: texts } = useTexts();
  const all = eachDay(days);
  const byDay = new Map(usage.days.map((one) => [one.day, one]));
  const limit = usage.budget.daily_token_limit;
  return (
    <Card title={texts.byDay}>
      <Bars
        points={
          usage.days.length === 0
            ? []
            : all.map((day, index) => ({
                ...{ key: day, label: formats.date(day), span: spanAt(index, all.length) },
                low: byDay.get(day)?.tokens_in ?? 0,
                high: byDay.get(day)?.tokens_out ?? 0,
              }))
        }
        names={{ low: texts.tokensIn, high: texts.tokensOut }}
        ends={{ first: formats.date(days.first), last: formats.date(days.last) }}
        caption={texts.byDay}
        time={texts.day}
        none={texts.none}
        number={formats.number}
        line={limit > 0 ? { at: limit, name: texts.limit } : undefined}
      />
    </Card>
  );
}

function ByUse({ uses, formats }: { uses: ModelUsage['uses']; formats: Formats }): ReactNode {
  const { usage: texts } = useTexts();
  const { number } = formats;
  if (uses.length === 0) return null;
  return (
    <Card title={texts.byUse}>
      <DataTable
        label={texts.byUse}
        head={[
          ...[texts.purpose, texts.model, texts.version, texts.calls, texts.failedCalls, texts.conversations],
          ...[texts.tokens, texts.cost, texts.latency],
        ]}
        rows={uses.map((use) => ({
          key: `${use.purpose} ${use.model} ${use.prompt_version}`,
          cells: [
            texts.purposes[use.purpose],
            use.model,
            use.prompt_version === null ? texts.noVersion : number(use.prompt_version),
            ...[use.calls, use.failed_calls, use.conversations, use.tokens_in + use.tokens_out].map(number),
            use.cost_usd === null ? texts.unknown : formats.cost(use.cost_usd),
            formats.milliseconds(use.average_latency_ms),
          ],
        }))}
      />
    </Card>
  );
}
