import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { fullName, metrics } from './catalog.js';
import type { Labels, MetricName, NameOf } from './catalog.js';
import type { Watch } from './watch.js';

/** The metrics of one process, in the words of Prometheus. */
export type ProcessMetrics = Watch & {
  /** Replaces all that is known of a gauge. */
  set<Name extends NameOf<'gauge'>>(
    name: Name,
    values: readonly { labels: Labels<Name>; value: number }[],
  ): void;
  /** Everything, in the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
};

/** Metrics of this process's own, with those of Node and the machine under their usual names. */
export function createMetrics(): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const made = new Map(
    (Object.keys(metrics) as MetricName[]).map((name) => [name, make(name, registry)] as const),
  );
  return {
    count: (name, labels, by = 1) => (made.get(name) as Counter).inc(labels, by),
    took: (name, labels, seconds) => (made.get(name) as Histogram).observe(labels, seconds),
    set(name, values) {
      const gauge = made.get(name) as Gauge;
      gauge.reset();
      for (const { labels, value } of values) gauge.set(labels, value);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function make(name: MetricName, registry: Registry): Counter | Gauge | Histogram {
  const { type, help, labels, ...more } = metrics[name];
  const common = { name: fullName(name), help, labelNames: [...labels], registers: [registry] };
  if (type === 'counter') return new Counter(common);
  if (type === 'gauge') return new Gauge(common);
  const buckets = 'buckets' in more ? [...more.buckets] : [];
  return new Histogram({ ...common, buckets });
}
