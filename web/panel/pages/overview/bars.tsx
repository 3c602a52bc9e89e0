import type { ReactNode } from 'react';
import type { Overview } from '../../api/reports.js';
import { Bars } from '../../design/bars.js';
import type { Span } from '../../design/bars.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Messages = Overview['messages'];
type Period = { from: string; to: string };

/**
 * Messages by hours or days: what came in, and on top of it what went out.
 *
 * @param props.asked the whole period, which is drawn also where nothing was written
 */
export function MessageBars({
  messages: { points, step },
  asked,
  formats,
}: {
  messages: Messages;
  asked: Period;
  formats: Formats;
}): ReactNode {
  const { overview: texts } = useTexts();
  const written = step === 'hour' ? formats.moment : formats.day;
  return (
    <Bars
      points={points.map(({ at, received, sent }) => ({
        ...{ key: at, label: written(at), low: received, high: sent, span: spanOf(at, { step, asked }) },
      }))}
      names={{ low: texts.received, high: texts.sent }}
      ends={{ first: written(asked.from), last: written(asked.to) }}
      caption={texts.messages}
      time={texts.time}
      none={texts.noMessages}
      number={formats.number}
    />
  );
}

/** Where a bar stands: by its time, for hours in which nothing was written have no point. */
function spanOf(at: string, { step, asked }: { step: Messages['step']; asked: Period }): Span {
  const stepMs = (step === 'hour' ? 1 : 24) * 60 * 60 * 1000;
  const [begin, end] = [new Date(asked.from).getTime(), new Date(asked.to).getTime()];
  const each = stepMs / (end - begin + stepMs);
  const steps = (new Date(at).getTime() - begin) / stepMs;
  // Days begin at midnight, the period at any hour: the first day began before it, and each has a place of its own.
  const place = Math.max(0, step === 'day' ? Math.ceil(steps) : steps);
  return { from: place * each + each * 0.1, width: each * 0.8 };
}
