import type { ReactNode } from 'react';
import type { Overview } from '../../api/reports.js';
import { Card } from '../../design/page.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** What became of the requests of a period. */
export function HandoverCard({
  handovers,
  formats,
}: {
  handovers: Overview['handovers'];
  formats: Formats;
}): ReactNode {
  const { overview: texts } = useTexts();
  return (
    <Card title={texts.handovers}>
      <Facts
        facts={[
          [texts.opened, formats.number(handovers.opened)],
          [texts.resolved, formats.number(handovers.resolved)],
          [texts.returnedToBot, formats.number(handovers.returned_to_bot)],
          [texts.timedOut, formats.number(handovers.timed_out)],
        ]}
      />
    </Card>
  );
}

/** Why people were called, the most frequent first. */
export function ReasonsCard({
  handovers: { reasons },
  formats,
}: {
  handovers: Overview['handovers'];
  formats: Formats;
}): ReactNode {
  const { overview: texts, conversations } = useTexts();
  const rows = reasons.map(({ reason, count }) => ({
    key: reason,
    name: conversations.reason[reason],
    count,
  }));
  return (
    <Card title={texts.reasons}>
      {rows.length === 0 ? (
        <p className="note">{texts.noHandovers}</p>
      ) : (
        <Shares rows={rows} formats={formats} />
      )}
    </Card>
  );
}

export function RatingsCard({
  ratings: { average, stars },
  formats,
}: {
  ratings: Overview['ratings'];
  formats: Formats;
}): ReactNode {
  const { overview: texts } = useTexts();
  const rows = ([5, 4, 3, 2, 1] as const).map((star) => ({
    key: String(star),
    name: texts.stars(star),
    count: stars[star],
  }));
  return (
    <Card title={average === null ? texts.ratings : `${texts.ratings}: ${formats.number(average)}`}>
      {average === null ? (
        <p className="note">{texts.noRatings}</p>
      ) : (
        <Shares rows={rows} formats={formats} />
      )}
    </Card>
  );
}

export function ModelCard({ model, formats }: { model: Overview['model']; formats: Formats }): ReactNode {
  const { overview: texts } = useTexts();
  return (
    <Card title={texts.model}>
      <Facts
        facts={[
          [texts.modelCalls, formats.number(model.calls)],
          [texts.modelFailed, formats.number(model.failed_calls)],
          [texts.modelTokens, formats.number(model.tokens)],
          [texts.modelCost, costOf(model, { unknown: texts.unknownCost, formats })],
        ]}
      />
    </Card>
  );
}

/** What it cost; nothing is said of it where nothing was asked. */
function costOf(
  { calls, cost_usd }: Overview['model'],
  { unknown, formats }: { unknown: string; formats: Formats },
): string {
  if (calls === 0) return '–';
  return cost_usd === null ? unknown : formats.money(cost_usd);
}

function Facts({ facts }: { facts: [name: string, value: string][] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Shares({
  rows,
  formats,
}: {
  rows: { key: string; name: string; count: number }[];
  formats: Formats;
}): ReactNode {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ul className="shares">
      {rows.map(({ key, name, count }) => (
        <li key={key}>
          <span>{name}</span>
          <strong>{formats.number(count)}</strong>
          <span className="share-bar" style={{ inlineSize: `${(100 * count) / most}%` }} />
        </li>
      ))}
    </ul>
  );
}
