/** Business time, handed to whatever decides something by it. */
export interface Clock {
  now(): Date;
}

/** The machine's clock: the only place in the product that reads it. */
export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds of a clock that only goes forward: for measuring, and for leases, which no adjustment of the wall clock may prolong. */
export function monotonicMs(): number {
  return performance.now();
}
