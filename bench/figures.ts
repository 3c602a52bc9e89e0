import { monotonicMs } from '../src/shared/clock.js';

/** Runs something and says how long it took, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const started = monotonicMs();
  const result = await work();
  return { result, ms: monotonicMs() - started };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share 0.95 for the value that 95 of 100 stay under */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A line of a table: what, its median and p95, and how many times the floor of the same run it is. */
export function printLine(what: string, times: readonly number[], floor: { name: string; ms: number }): void {
  const columns = [
    `median ${median(times).toFixed(1)} ms`,
    `p95 ${quantile(times, 0.95).toFixed(1)} ms`,
    `${(median(times) / floor.ms).toFixed(1)} × ${floor.name}`,
  ];
  console.log(`  ${what.padEnd(34)} ${columns.map((column) => column.padStart(18)).join('')}`);
}
