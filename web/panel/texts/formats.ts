import { useMemo } from 'react';
import { dayFormat } from './dates.js';
import { useLanguage } from './use-texts.js';
import type { Language } from './use-texts.js';

export type Formats = ReturnType<typeof formatsOf>;

/** How moments, lengths of time and numbers are written, in the reader's language and the client's time zone. */
export function useFormats(timezone: string): Formats {
  const { language } = useLanguage();
  return useMemo(() => formatsOf(language, timezone), [language, timezone]);
}

function formatsOf(language: Language, timeZone: string) {
  const whole = dayFormat(language, { timeZone, month: 'long', hasTime: true });
  const day = dayFormat(language, { timeZone, month: 'short' });
  const date = dayFormat(language, { timeZone: 'UTC', month: 'short' });
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit' });
  const numbers = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const money = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 2,
  });
  const cost = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 4,
  });
  const unit = (name: string, value: number): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  return {
    moment: (at: string) => whole.format(new Date(at)),
    day: (at: string) => day.format(new Date(at)),
    /** A day that is named, and no moment: `2026-11-22`. */
    date: (named: string) => date.format(new Date(`${named}T00:00:00Z`)),
    time: (at: string) => time.format(new Date(at)),
    number: (value: number) => numbers.format(value),
    percent: (part: number) => percent.format(part),
    money: (dollars: number) => money.format(dollars),
    /** What small things cost: with fractions of a cent. */
    cost: (dollars: number) => cost.format(dollars),
    milliseconds: (ms: number) => unit('millisecond', ms),
    /** "45 s", "12 min", "3 h", with the next smaller unit where it says something. */
    duration: (seconds: number) => durationOf(seconds, unit),
  };
}

function durationOf(seconds: number, unit: (name: string, value: number) => string): string {
  if (seconds < 60) return unit('second', Math.round(seconds));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit('minute', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return unit('day', Math.round(hours / 24));
  const rest = minutes % 60;
  return rest === 0 ? unit('hour', hours) : `${unit('hour', hours)} ${unit('minute', rest)}`;
}

/** Where the reader is: for what belongs to no client. */
export const browserTimezone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
