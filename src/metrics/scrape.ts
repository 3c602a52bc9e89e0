import { readDue, readEnded, readStock } from './database-gauges.js';
import type { Due, Stock } from './database-gauges.js';
import type { ProcessMetrics } from './prometheus.js';
import type { Assistant } from '../assistant/assistant.js';
import type { Queues } from '../jobs/queues.js';
import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds, plusMs } from '../shared/durations.js';
import { messageOf } from '../shared/errors.js';
import type { Tools } from '../use-case.js';

type Parts = Pick<Tools, 'db' | 'clock' | 'logger'> & {
  metrics: ProcessMetrics;
  queues: Pick<Queues, 'depth'>;
  assistant: Pick<Assistant, 'modelStatus'>;
};

/** However many ask, the database is asked no more often. */
const usuallyKeptForMs = msOfSeconds(2);
/** An end is committed some moments after the time that stands in it. */
const commitLagMs = msOfSeconds(5);
const handoverEnds = ['resolved', 'bot_handling', 'timeout'] as const;
const breakerAsNumber = { closed: 0, half_open: 0.5, open: 1 };

/** Brings the gauges up to date and gives all metrics of the process in the text format of Prometheus. */
export class Scrape {
  readonly #parts: Parts;
  readonly #keptForMs: number;
  #ended: { until: Date };
  #reading: { startedMs: number; isDone: boolean; done: Promise<void> } | null = null;

  /** @param keptForMs how old the figures of the database may be; two seconds unless told */
  constructor(parts: Parts, { keptForMs = usuallyKeptForMs } = {}) {
    this.#parts = parts;
    this.#keptForMs = keptForMs;
    this.#ended = { until: parts.clock.now() };
    // From zero on, or the first end of each kind would not show as a growth.
    for (const status of handoverEnds) parts.metrics.count('handovers_ended_total', { status }, 0);
  }

  async text(): Promise<string> {
    const { metrics, assistant } = this.#parts;
    await this.#readOnce();
    const status = assistant.modelStatus;
    metrics.set('model_breaker_open', status ? [{ labels: {}, value: breakerAsNumber[status.state] }] : []);
    return metrics.text();
  }

  /** One reading at a time: a database that is slow is not asked once more by each who waits for it. */
  async #readOnce(): Promise<void> {
    const last = this.#reading;
    if (last && (!last.isDone || monotonicMs() - last.startedMs < this.#keptForMs)) return last.done;
    const reading = { startedMs: monotonicMs(), isDone: false, done: this.#read() };
    this.#reading = reading;
    await reading.done;
    reading.isDone = true;
  }

  /** Never fails: what can't be read is left out, and `database_up` says so. */
  async #read(): Promise<void> {
    const { db, clock, logger, metrics, queues } = this.#parts;
    const depth = queues.depth().catch(() => ({}));
    try {
      const [due, stock] = await Promise.all([readDue(db, clock.now()), readStock(db), this.#countEnded()]);
      setDue(metrics, due);
      setStock(metrics, stock);
      metrics.set('database_up', [{ labels: {}, value: 1 }]);
    } catch (error) {
      logger.warn({ error: messageOf(error) }, 'the database could not be asked for its figures');
      setDue(metrics, []);
      setStock(metrics, null);
      metrics.set('database_up', [{ labels: {}, value: 0 }]);
    }
    const bells = Object.entries(await depth).map(([queue, value]) => ({ labels: { queue }, value }));
    metrics.set('queue_bells', bells);
  }

  async #countEnded(): Promise<void> {
    const { db, clock, metrics } = this.#parts;
    const from = this.#ended.until;
    const until = plusMs(clock.now(), -commitLagMs);
    if (until <= from) return;
    for (const { status, count } of await readEnded(db, { from, until }))
      metrics.count('handovers_ended_total', { status }, count);
    this.#ended = { until };
  }
}

function setDue(metrics: ProcessMetrics, due: readonly Due[]): void {
  const of = (value: (one: Due) => number) =>
    due.map((one) => ({ labels: { kind: one.kind }, value: value(one) }));
  metrics.set(
    'due',
    of(({ count }) => count),
  );
  metrics.set(
    'due_oldest_age_seconds',
    of(({ oldest_seconds }) => Math.max(0, oldest_seconds)),
  );
}

function setStock(metrics: ProcessMetrics, stock: Stock | null): void {
  const single = (value: number | undefined) => (value === undefined ? [] : [{ labels: {}, value }]);
  const open = (status: string) => ({
    labels: { status },
    value: stock?.handovers.find((one) => one.status === status)?.count ?? 0,
  });
  metrics.set('handovers_open', stock ? [open('pending'), open('active')] : []);
  metrics.set(
    'connections',
    (stock?.connections ?? []).map(({ platform, status, count }) => ({
      labels: { platform, status },
      value: count,
    })),
  );
  const alarms = stock?.alarms ?? [];
  metrics.set(
    'alarms_open',
    alarms.map(({ kind, count }) => ({ labels: { kind }, value: count })),
  );
  metrics.set('leases_held', single(stock?.leases));
  metrics.set('uncertain_messages', single(stock?.uncertain));
  metrics.set('failed_updates', single(stock?.failed));
}
