import { texts } from './texts.js';
import type { Texts } from './text-shape.js';

const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;

/** What can be counted in words. */
type Unit = keyof Texts['units'];

/**
 * A number with its noun in the right form: "5 минут", "1 hour", "21 сообщение".
 * @param count a whole number, zero or more.
 */
export function formatCount(language: string, count: number, unit: Unit): string {
  const { locale, units } = texts(language);
  const forms = units[unit];
  return `${count} ${forms[new Intl.PluralRules(locale).select(count)] ?? forms.other}`;
}

/**
 * A length of time in words, in its two largest units: "1 час 20 минут", "2 days", "less than a minute".
 * @param minutes a length in minutes; fractions are cut off, negative counts as none.
 */
export function formatMinutes(language: string, minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes));
  if (whole === 0) return texts(language).lessThanMinute;
  const hours = Math.floor(whole / MINUTES_PER_HOUR);
  const days = Math.floor(hours / HOURS_PER_DAY);
  const parts: [number, Unit][] =
    days > 0
      ? [
          [days, 'day'],
          [hours % HOURS_PER_DAY, 'hour'],
        ]
      : [
          [hours, 'hour'],
          [whole % MINUTES_PER_HOUR, 'minute'],
        ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => formatCount(language, count, unit))
    .join(' ');
}

/**
 * The size of a file: "25 МБ", "1.4 MB", "300 kB".
 * @param locale a BCP 47 tag.
 */
export function formatFileSize(locale: string, bytes: number): string {
  const [unit, amount] =
    bytes >= 1_000_000 ? (['megabyte', bytes / 1_000_000] as const) : (['kilobyte', bytes / 1_000] as const);
  const maximumFractionDigits = amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(amount);
}
