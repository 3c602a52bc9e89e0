import type { ReactNode } from 'react';
import type { Overview } from '../../api/reports.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Messages = Overview['messages'];
type Point = Messages['points'][number];
type Period = { from: string; to: string };

const size = { width: 1000, height: 220, foot: 4 };

/**
 * Messages by hours or days: what came in, and on top of it what went out. The same stands in a table for who can't see it.
 *
 * @param props.asked the whole period, which is drawn also where nothing was written
 */
export function Bars({
  messages: { points, step },
  asked,
  formats,
}: {
  messages: Messages;
  asked: Period;
  formats: Formats;
}): ReactNode {
  const { overview: texts } = useTexts();
  if (points.length === 0) return <p className="note bars-room">{texts.noMessages}</p>;
  const written = step === 'hour' ? formats.moment : formats.day;
  const most = Math.max(1, ...points.map(({ received, sent }) => received + sent));
  return (
    <figure className="bars bars-room">
      <p className="bars-most" aria-hidden="true">
        {formats.number(most)}
      </p>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" aria-hidden="true">
        {points.map((point) => (
          <Bar key={point.at} point={point} most={most} span={spanOf(point, { step, asked })}>
            {`${written(point.at)}\n${texts.received}: ${point.received}\n${texts.sent}: ${point.sent}`}
          </Bar>
        ))}
      </svg>
      <div className="bars-ends" aria-hidden="true">
        <span>{written(asked.from)}</span>
        <span className="legend received">{texts.received}</span>
        <span className="legend sent">{texts.sent}</span>
        <span>{written(asked.to)}</span>
      </div>
      <BarsTable points={points} written={written} caption={texts.messages} />
    </figure>
  );
}

type Span = { x: number; width: number };

function Bar({
  point: { received, sent },
  most,
  span: { x, width },
  children,
}: {
  point: Point;
  most: number;
  span: Span;
  children: string;
}): ReactNode {
  const high = size.height - size.foot;
  const [low, top] = [(high * received) / most, (high * sent) / most];
  return (
    <g>
      <title>{children}</title>
      <rect className="received" x={x} y={size.height - low} width={width} height={low} />
      <rect className="sent" x={x} y={size.height - low - top} width={width} height={top} />
    </g>
  );
}

function BarsTable({
  points,
  written,
  caption,
}: {
  points: Point[];
  written: (at: string) => string;
  caption: string;
}): ReactNode {
  const { overview: texts } = useTexts();
  return (
    <table className="out-of-sight">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.time}</th>
          <th scope="col">{texts.received}</th>
          <th scope="col">{texts.sent}</th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ at, received, sent }) => (
          <tr key={at}>
            <th scope="row">{written(at)}</th>
            <td>{received}</td>
            <td>{sent}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where a bar stands: by its time, for hours in which nothing was written have no point. */
function spanOf({ at }: Point, { step, asked }: { step: Messages['step']; asked: Period }): Span {
  const stepMs = (step === 'hour' ? 1 : 24) * 60 * 60 * 1000;
  const [begin, end] = [new Date(asked.from).getTime(), new Date(asked.to).getTime()];
  const each = (size.width * stepMs) / (end - begin + stepMs);
  const place = Math.max(0, (new Date(at).getTime() - begin) / stepMs + (step === 'day' ? 1 : 0));
  return { x: place * each + each * 0.1, width: each * 0.8 };
}
