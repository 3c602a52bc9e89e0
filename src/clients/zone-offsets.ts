import { Temporal } from 'temporal-polyfill';

/** A stretch of real time in which a time zone keeps one distance to UTC. Milliseconds since the epoch; `until` is excluded. */
export interface OffsetStretch {
  from: number;
  until: number;
  /** What is added to UTC to get the wall clock, in milliseconds. */
  offset: number;
}

/** Asking the time zone rules costs up to some milliseconds, so each stretch is asked for once in a process. */
const knownStretches = new Map<string, OffsetStretch[]>();

/** Whether a name like `Asia/Almaty` or `UTC` is a time zone this machine knows. */
export function isTimezone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The stretch of constant offset a moment lies in.
 *
 * @param timezone an IANA name that {@link isTimezone} accepts
 * @param at milliseconds since the epoch
 * @throws RangeError for an unknown time zone
 */
export function offsetStretchAt(timezone: string, at: number): OffsetStretch {
  const stretches = knownStretches.get(timezone) ?? [];
  const known = stretches.find((stretch) => stretch.from <= at && at < stretch.until);
  if (known !== undefined) return known;
  const stretch = askStretch(timezone, at);
  stretches.push(stretch);
  knownStretches.set(timezone, stretches);
  return stretch;
}

function askStretch(timezone: string, at: number): OffsetStretch {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone);
  return {
    // "previous" is strictly before, so a moment that is itself a transition has to be asked a little later.
    from:
      zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ??
      Number.NEGATIVE_INFINITY,
    until: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1e6,
  };
}
