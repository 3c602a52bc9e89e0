import { texts } from './texts.js';

/** The time of day on the client's clock: "09:05". `timeZone` is an IANA name. */
export function formatTime(language: string, at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat(texts(language).locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  return format.format(at);
}

/** The day on the client's calendar: "4 января", "4 January"; with the year when `withYear`. */
export function formatDay(language: string, at: Date, timeZone: string, withYear = false): string {
  const format = new Intl.DateTimeFormat(texts(language).locale, {
    day: 'numeric',
    month: 'long',
    ...(withYear ? { year: 'numeric' } : {}),
    timeZone,
  });
  return format.format(at);
}

/** The day of the week, and the day with its year: "понедельник, 23 ноября 2026 г.", "Monday, 23 November 2026". */
export function formatWeekday(language: string, at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat(texts(language).locale, { dateStyle: 'full', timeZone });
  return format.format(at);
}

/**
 * A moment as one says it: "сегодня в 09:00", "tomorrow at 09:00", "on 4 January at 09:00".
 * @param now decides what "today" is, on the client's calendar.
 */
export function formatMoment(language: string, at: Date, now: Date, timeZone: string): string {
  const { moments } = texts(language);
  const time = formatTime(language, at, timeZone);
  const daysAhead = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  if (daysAhead === 0) return moments.today(time);
  if (daysAhead === 1) return moments.tomorrow(time);
  return moments.onDay({ day: formatDay(language, at, timeZone), time });
}

/** The calendar day in a time zone, counted from a fixed day, so that days can be subtracted. */
function dayNumber(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  });
  return Date.parse(`${format.format(at)}T00:00:00Z`) / 86_400_000;
}
