import type { ReactNode } from 'react';
import type { Overview } from '../../api/reports.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { overview: Overview; formats: Formats };

/** The figures one looks at first. */
export function Figures({ overview, formats }: Props): ReactNode {
  const { overview: texts } = useTexts();
  const { now, handovers, conversations } = overview;
  const { begun, by_bot_alone } = conversations;
  return (
    <dl className="figures">
      <Figure
        name={texts.waiting}
        value={formats.number(now.pending)}
        isPressing={now.pending > 0}
        note={now.waiting_since ? texts.waitingSince(formats.moment(now.waiting_since)) : texts.nobodyWaits}
      />
      <Figure name={texts.inWork} value={formats.number(now.active)} />
      <Spread name={texts.firstResponse} spread={handovers.first_response} formats={formats} />
      <Spread name={texts.resolution} spread={handovers.resolution} formats={formats} />
      <Figure
        name={texts.botAlone}
        value={begun === 0 ? '–' : formats.percent(by_bot_alone / begun)}
        note={texts.ofConversations(begun)}
      />
    </dl>
  );
}

function Spread({
  name,
  spread: { median_seconds, p90_seconds },
  formats,
}: {
  name: string;
  spread: Overview['handovers']['resolution'];
  formats: Formats;
}): ReactNode {
  const { overview: texts } = useTexts();
  return (
    <Figure
      name={name}
      value={median_seconds === null ? '–' : formats.duration(median_seconds)}
      note={p90_seconds === null ? '' : texts.nineOfTen(formats.duration(p90_seconds))}
    />
  );
}

function Figure({
  name,
  value,
  note = '',
  isPressing = false,
}: {
  name: string;
  value: string;
  note?: string;
  isPressing?: boolean;
}): ReactNode {
  return (
    <div className={isPressing ? 'card figure pressing' : 'card figure'}>
      <dt>{name}</dt>
      <dd className="figure-value">{value}</dd>
      <dd className="note">{note || '\u00a0'}</dd>
    </div>
  );
}
