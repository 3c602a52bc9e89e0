/** Minutes as milliseconds. */
export function msOfMinutes(minutes: number): number {
  return minutes * 60_000;
}

/** Seconds as milliseconds. */
export function msOfSeconds(seconds: number): number {
  return seconds * 1_000;
}

/** Hours as milliseconds. */
export function msOfHours(hours: number): number {
  return hours * 3_600_000;
}

/** Whole minutes from one moment to another, rounded down; never negative. */
export function minutesBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));
}

/** The moment so many minutes after another one, in real time. */
export function plusMinutes(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + msOfMinutes(minutes));
}

/** The moment so many milliseconds after another one. */
export function plusMs(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}

/** Resolves after so many milliseconds; with a signal it resolves early when the signal fires, and never rejects. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
