import { wait } from '../../src/shared/durations.js';

/**
 * Waits for something that will happen: runs the check again and again until it neither throws nor returns false.
 * For what has no event to await.
 *
 * @param check returns what the test wants to go on with; throwing (an `expect` that fails) or returning `false` means "not yet"
 * @param withinMs how long to go on; long, because a busy machine is slow and a passing check returns at once
 * @throws the last error of the check when the time is over
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { withinMs = 30_000, everyMs = 25 }: { withinMs?: number; everyMs?: number } = {},
): Promise<Exclude<T, false>> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result as Exclude<T, false>;
      if (performance.now() > end) throw new Error(`It did not come true within ${withinMs} ms`);
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await wait(everyMs);
  }
}
