/**
 * Every metric there is, without the prefix `estafeta_`. Labels take words of closed lists only: never a client, a user, a
 * text or a token. `from: 'database'` is the same in every process of an installation: show the largest, don't add them
 * up; `from: 'process'` is what this process did.
 */
export const metrics = {
  due_oldest_age_seconds: gauge('database', 'How long the oldest due work has been waiting, by what is due', [
    'kind',
  ]),
  due: gauge('database', 'How much is due and not done, by what is due; counted up to 10000', ['kind']),
  database_up: gauge('process', 'Whether the database answered when this was asked for: 1 or 0', []),
  queue_bells: gauge('process', 'Bells that wait in the queue: of all workers, or of this process of bots', [
    'queue',
  ]),
  handovers_open: gauge('database', 'Requests that are open now', ['status']),
  handovers_ended_total: counter('database', 'Requests that ended, by how, since this process started', [
    'status',
  ]),
  connections: gauge('database', 'Integrations by state', ['platform', 'status']),
  alarms_open: gauge('database', 'What needs the hand of an owner, by what it is', ['kind']),
  leases_held: gauge('database', 'Connections of bots that some process holds', []),
  uncertain_messages: gauge('database', 'Messages to users of which nobody knows whether they arrived', []),
  failed_updates: gauge('database', 'Updates that could not be handled and wait to be replayed', []),
  messages_sent_total: counter('process', 'Attempts to send a message to a user, by what became of it', [
    'channel',
    'outcome',
  ]),
  posts_sent_total: counter('process', "Attempts to post in a managers' group, by what became of it", [
    'kind',
    'outcome',
  ]),
  group_budget_waits_total: counter('process', "Times posts waited for the budget of a managers' group", []),
  group_budget_wait_seconds_total: counter('process', 'Seconds they waited', []),
  turn_seconds: histogram(
    'How long turns of the assistant took, thinking included',
    ['outcome'],
    [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40],
  ),
  model_calls_total: counter('process', 'Calls to the model', ['purpose', 'outcome']),
  model_call_seconds: histogram(
    'How long calls to the model took',
    ['purpose'],
    [0.1, 0.25, 0.5, 1, 2, 4, 8, 15],
  ),
  model_tokens_total: counter('process', 'Tokens the model was given (in) and gave (out)', ['direction']),
  model_cost_usd_total: counter(
    'process',
    'What calls to models of a known price have cost, in US dollars',
    [],
  ),
  model_breaker_open: gauge(
    'process',
    'Whether this process leaves the model alone: 1, 0.5 while it tries whether it is well again, else 0',
    [],
  ),
} as const satisfies Record<string, Metric>;

type Metric = {
  type: 'gauge' | 'counter' | 'histogram';
  from: 'database' | 'process';
  help: string;
  labels: readonly string[];
  /** Upper bounds in seconds. */
  buckets?: readonly number[];
};

type Metrics = typeof metrics;
export type MetricName = keyof Metrics;
export type NameOf<Type extends Metric['type']> = {
  [Name in MetricName]: Metrics[Name]['type'] extends Type ? Name : never;
}[MetricName];
export type Labels<Name extends MetricName> = { readonly [Label in Metrics[Name]['labels'][number]]: string };

/** As Prometheus and dashboards know it. */
export function fullName(name: MetricName): string {
  return `estafeta_${name}`;
}

function gauge<const Names extends readonly string[]>(from: Metric['from'], help: string, labels: Names) {
  return { type: 'gauge' as const, from, help, labels };
}

function counter<const Names extends readonly string[]>(from: Metric['from'], help: string, labels: Names) {
  return { type: 'counter' as const, from, help, labels };
}

function histogram<const Names extends readonly string[]>(
  help: string,
  labels: Names,
  buckets: readonly number[],
) {
  return { type: 'histogram' as const, from: 'process' as const, help, labels, buckets };
}
