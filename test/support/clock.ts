import type { Clock } from '../../src/shared/clock.js';
import { plusMinutes } from '../../src/shared/durations.js';

/** A clock that stands still until it is moved. */
export interface FixedClock extends Clock {
  /** Moves the clock forward (or back, when negative). Returns the new time. */
  advance(minutes: number): Date;
  /** Puts the clock at a given moment. */
  set(moment: Date | string): Date;
}

/**
 * A clock for tests.
 *
 * @param start a Date or an ISO moment with its zone, e.g. `2026-11-23T09:00:00+05:00`
 */
export function fixedClock(start: Date | string): FixedClock {
  let current = new Date(start);
  const moveTo = (moment: Date): Date => {
    current = moment;
    return new Date(current);
  };
  return {
    now: () => new Date(current),
    advance: (minutes) => moveTo(plusMinutes(current, minutes)),
    set: (moment) => moveTo(new Date(moment)),
  };
}
