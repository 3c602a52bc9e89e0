/** How people begin the names of units, in the languages there are texts in. */
const units: readonly { minutes: number; name: RegExp }[] = [
  { minutes: 1, name: /^(m|min\p{L}*|м|мин\p{L}*)?$/u },
  { minutes: 60, name: /^(h|hrs?|hours?|ч|час\p{L}*|с|сағ\p{L}*)$/u },
  { minutes: 24 * 60, name: /^(d|days?|д|дн\p{L}*|день|к|күн\p{L}*)$/u },
];

/**
 * A length of time as a person types it after a command: "30m", "2 часа", "1д", "1ч 30м", "2 сағ"; a number alone is
 * minutes.
 *
 * @returns whole minutes, or null when it is no length of time, or none at all
 */
export function readMinutes(text: string): number | null {
  const typed = text.trim().toLowerCase();
  if (!/^(\d{1,6}\s*\p{L}*\.?\s*)+$/u.test(typed)) return null;
  const parts = [...typed.matchAll(/(\d{1,6})\s*(\p{L}*)/gu)].map(([, count = '', name = '']) => {
    const unit = units.find((known) => known.name.test(name));
    return unit && (name !== '' || typed === count) ? Number(count) * unit.minutes : Number.NaN;
  });
  const minutes = parts.reduce((sum, part) => sum + part, 0);
  return minutes > 0 ? minutes : null;
}
