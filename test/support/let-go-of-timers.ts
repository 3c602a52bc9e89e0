const LONG_MS = 15_000;

/**
 * Baileys leaves timers of its queries and uploads behind when a connection ends (30 s for an upload of keys). They do
 * nothing any more; from here on no long timer of this test file keeps the process alive.
 */
export function letGoOfLongTimers(): void {
  const setTimer = globalThis.setTimeout;
  const patched = (act: () => void, ms?: number, ...rest: unknown[]): NodeJS.Timeout => {
    const timer = setTimer(act, ms, ...(rest as []));
    return (ms ?? 0) >= LONG_MS ? timer.unref() : timer;
  };
  globalThis.setTimeout = Object.assign(patched, setTimer);
}
