import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Client } from '../../api/me.js';
import type { ModelUsage } from '../../api/reports.js';
import { Link } from '../../app/navigation.js';
import { eachDay } from '../../design/days.js';
import type { Days } from '../../design/days.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** The share of the limit at which the managers are warned, too. */
const warnedAt = 0.8;

type Props = { usage: ModelUsage; days: Days; formats: Formats; client: Client };

/** The sums of a period, and how much of today's tokens is used. */
export function UsageFigures({ usage, days, formats, client }: Props): ReactNode {
  const { usage: texts } = useTexts();
  const sum = (of: (day: ModelUsage['days'][number]) => number): number =>
    usage.days.reduce((all, day) => all + of(day), 0);
  const calls = sum((day) => day.calls);
  const failed = sum((day) => day.failed_calls);
  const tokens = sum((day) => day.tokens_in + day.tokens_out);
  const unpriced = sum((day) => day.unpriced_calls);
  const isPriced = usage.days.some(({ cost_usd }) => cost_usd !== null);
  return (
    <dl className="usage-figures">
      <Today budget={usage.budget} formats={formats} client={client} />
      <Figure
        name={texts.calls}
        value={formats.number(calls)}
        note={calls === 0 ? '' : failed === 0 ? texts.noneFailed : texts.failed(failed)}
      />
      <Figure
        name={texts.tokens}
        value={formats.number(tokens)}
        note={texts.perDay(formats.number(Math.round(tokens / eachDay(days).length)))}
      />
      <Figure
        name={texts.cost}
        value={isPriced ? formats.cost(sum((day) => day.cost_usd ?? 0)) : unpriced > 0 ? texts.unknown : '–'}
        note={unpriced > 0 ? texts.partlyKnown(unpriced) : isPriced ? texts.allKnown : ''}
      />
    </dl>
  );
}

function Today({
  budget,
  formats,
  client,
}: Pick<Props, 'formats' | 'client'> & Pick<ModelUsage, 'budget'>): ReactNode {
  const { usage: texts } = useTexts();
  const { daily_token_limit: limit, tokens_today: used } = budget;
  const share = limit === 0 ? 0 : used / limit;
  const color = share >= 1 ? 'red' : share >= warnedAt ? 'yellow' : 'teal';
  return (
    <div className="card usage-today">
      <dt>{texts.today}</dt>
      <dd className="usage-value">{formats.number(used)}</dd>
      {limit > 0 && (
        <dd>
          <Progress value={Math.min(100, share * 100)} color={color} aria-label={texts.today} />
        </dd>
      )}
      <dd className="note">
        {limit === 0 ? texts.noLimit : texts.ofLimit(formats.number(limit), formats.percent(share))}
      </dd>
      {share >= warnedAt && <dd className="usage-warning">{share >= 1 ? texts.spent : texts.nearlySpent}</dd>}
      <dd>
        <Link to={`/${client.slug}/settings`}>{texts.changeLimit}</Link>
      </dd>
    </div>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note: string }): ReactNode {
  return (
    <div className="card">
      <dt>{name}</dt>
      <dd className="usage-value">{value}</dd>
      <dd className="note">{note}</dd>
    </div>
  );
}
