import type { ReactNode } from 'react';
import './bars.css';

const size = { width: 1000, height: 220, foot: 4 };
/** The room a bar has on a line from 0 to 1. */
export type Span = { from: number; width: number };

/** One bar: a part below and a part on top of it. */
export type BarPoint = { key: string; label: string; low: number; high: number; span: Span };

/**
 * Bars over time, two parts each, and a line at a height that means something. The same stands in a table for who can't
 * see it.
 *
 * @param props.names of the two parts
 * @param props.ends what stands at the left and at the right end of the time
 * @param props.caption what the bars are about
 * @param props.none said where there are none; the room is kept, so that nothing jumps
 */
export function Bars(props: {
  points: BarPoint[];
  names: { low: string; high: string };
  ends: { first: string; last: string };
  caption: string;
  time: string;
  none: string;
  number: (value: number) => string;
  line?: { at: number; name: string } | undefined;
}): ReactNode {
  const { points, names, ends, number, line } = props;
  if (points.length === 0) return <p className="note bars-room">{props.none}</p>;
  const most = Math.max(1, line?.at ?? 0, ...points.map(({ low, high }) => low + high));
  return (
    <figure className="bars bars-room">
      <p className="bars-most" aria-hidden="true">
        {number(most)}
      </p>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" aria-hidden="true">
        {points.map((point) => (
          <Bar key={point.key} point={point} most={most}>
            {`${point.label}\n${names.low}: ${number(point.low)}\n${names.high}: ${number(point.high)}`}
          </Bar>
        ))}
        {line && <Line at={heightOf(line.at, most)} />}
      </svg>
      <div className="bars-ends" aria-hidden="true">
        <span>{ends.first}</span>
        <span className="legend low">{names.low}</span>
        <span className="legend high">{names.high}</span>
        {line && <span className="legend limit">{`${line.name}: ${number(line.at)}`}</span>}
        <span>{ends.last}</span>
      </div>
      <BarsTable {...props} />
    </figure>
  );
}

function heightOf(value: number, most: number): number {
  return ((size.height - size.foot) * value) / most;
}

function Bar({ point, most, children }: { point: BarPoint; most: number; children: string }): ReactNode {
  const { span, low, high } = point;
  const [x, width] = [span.from * size.width, span.width * size.width];
  const [below, above] = [heightOf(low, most), heightOf(high, most)];
  return (
    <g>
      <title>{children}</title>
      <rect className="low" x={x} y={size.height - below} width={width} height={below} />
      <rect className="high" x={x} y={size.height - below - above} width={width} height={above} />
    </g>
  );
}

function Line({ at }: { at: number }): ReactNode {
  const y = size.height - at;
  return <line className="limit" x1={0} x2={size.width} y1={y} y2={y} vectorEffect="non-scaling-stroke" />;
}

function BarsTable({
  points,
  names,
  caption,
  time,
}: {
  points: BarPoint[];
  names: { low: string; high: string };
  caption: string;
  time: string;
}): ReactNode {
  return (
    // A table is as wide as its words: only what is around it can be made small.
    <div className="out-of-sight">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{time}</th>
            <th scope="col">{names.low}</th>
            <th scope="col">{names.high}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ key, label, low, high }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td>{low}</td>
              <td>{high}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The room of one of so many bars that stand side by side. */
export function spanAt(index: number, count: number): Span {
  const each = 1 / Math.max(1, count);
  return { from: index * each + each * 0.1, width: each * 0.8 };
}
