import { useEffect, useState } from 'react';
import type { BoardHandover } from '../../api/handovers.js';
import { now as currentTime } from '../../design/clock.js';
import type { Formats } from '../../texts/formats.js';
import type { HandoverTexts } from '../../texts/shape/handovers.js';

const tickMs = 15_000;

/** The time, anew every few seconds: how long somebody waits grows while one looks. */
export function useNow(): Date {
  const [now, setNow] = useState(currentTime);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(currentTime()), tickMs);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

type Telling = { texts: HandoverTexts; formats: Formats; now: Date };

/** How long somebody waits, that they were answered, or when it ended. */
export function standingOf(
  { status, waiting_since, resolved_at }: BoardHandover,
  { texts, formats, now }: Telling,
): string {
  if (resolved_at !== null) return formats.time(resolved_at);
  if (waiting_since === null) return texts.answered;
  const seconds = Math.max(0, (now.getTime() - new Date(waiting_since).getTime()) / 1000);
  return status === 'pending' || status === 'active' ? texts.waits(formats.duration(seconds)) : '';
}

/** What comes by itself if nobody does anything, the soonest first. */
export function dueOf(handover: BoardHandover, { texts, formats }: Omit<Telling, 'now'>): string[] {
  const names = ['reminder_1', 'reminder_2', 'auto_close'] as const;
  const due = names.flatMap((name) => {
    const at = handover[`${name}_due_at`];
    return at === null ? [] : [{ at, said: texts.due[name](formats.time(at)) }];
  });
  const isReminded = handover.reminder_1_sent_at !== null || handover.reminder_2_sent_at !== null;
  return [
    ...(isReminded ? [texts.reminded] : []),
    ...due.toSorted((one, other) => one.at.localeCompare(other.at)).map(({ said }) => said),
  ];
}
