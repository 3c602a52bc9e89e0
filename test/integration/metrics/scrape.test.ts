import { readFileSync } from 'node:fs';
import { requestHandover } from '../../../src/handovers/request-handover.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { fullName, metrics as catalog } from '../../../src/metrics/catalog.js';
import type { MetricName } from '../../../src/metrics/catalog.js';
import { createMetrics } from '../../../src/metrics/prometheus.js';
import { Scrape } from '../../../src/metrics/scrape.js';
import { sql } from '../../../src/shared/database.js';
import type { Database, Sql } from '../../../src/shared/database.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { readMetrics, valueOf } from '../../support/prometheus.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

function scraper({ db = database, ...options }: { db?: Database; keptForMs?: number } = {}) {
  const metrics = createMetrics();
  const parts = {
    db,
    clock,
    logger: silentLogger,
    metrics,
    queues: { depth: async () => ({ workers: 3 }) },
    assistant: { modelStatus: { state: 'half_open', cause: 'ill', pauseMs: 0 } as const },
  };
  const scrape = new Scrape(parts, options);
  return { metrics, samples: async () => readMetrics(await scrape.text()) };
}

describe('What Prometheus is told', () => {
  it('is how long the oldest due work of each kind has waited, and how much is due', async () => {
    const shop = await openShop(database, clock);
    await shop.write('вопрос', { who: '1' });
    clock.advance(1);
    await shop.write('вопрос', { who: '2' });
    clock.advance(2);
    const samples = await scraper().samples();
    expect(valueOf(samples, 'estafeta_due', { kind: 'turn' })).toBe(2);
    // Due 1.2 seconds after it was written: when the user has been quiet.
    expect(valueOf(samples, 'estafeta_due_oldest_age_seconds', { kind: 'turn' })).toBeCloseTo(178.8);
    expect(valueOf(samples, 'estafeta_due', { kind: 'close' })).toBe(0);
    expect(valueOf(samples, 'estafeta_due_oldest_age_seconds', { kind: 'close' })).toBe(0);
    expect(valueOf(samples, 'estafeta_queue_bells', { queue: 'workers' })).toBe(3);
    expect(valueOf(samples, 'estafeta_model_breaker_open')).toBe(0.5);
  });

  it('is how many requests are open, and how many have ended since the process began', async () => {
    const shop = await openShop(database, clock);
    const { conversation_id, user_id } = await shop.write('позовите', { who: '3' });
    const profile = await loadClientProfile(database, shop.client_id);
    const opened = { profile, conversation_id, user_id, now: clock.now(), opening_message_at: clock.now() };
    await database.transaction((tx) =>
      requestHandover(tx, {
        ...opened,
        ...{ reason: 'manual', trigger_type: 'manual', explicit: true, summary: null },
      }),
    );
    const { samples } = scraper({ keptForMs: 0 });
    expect(valueOf(await samples(), 'estafeta_handovers_open', { status: 'pending' })).toBe(1);
    clock.advance(1);
    await database.query(sql`
      UPDATE handovers SET status = 'resolved', resolved_at = ${clock.now()}, reminder_1_due_at = NULL,
        reminder_2_due_at = NULL, auto_close_due_at = NULL WHERE client_id = ${shop.client_id}`);
    for (let minute = 1; minute <= 3; minute += 1) {
      clock.advance(1);
      const told = await samples();
      expect(valueOf(told, 'estafeta_handovers_open', { status: 'pending' })).toBe(0);
      expect(valueOf(told, 'estafeta_handovers_ended_total', { status: 'resolved' })).toBe(1);
    }
  });

  it('comes from the database once in two seconds, however many ask', async () => {
    let asked = 0;
    const query: Database['query'] = (statement) => {
      asked += 1;
      return database.query(statement);
    };
    const counting: Database = { ...database, query };
    const { samples } = scraper({ db: counting });
    await Promise.all([samples(), samples(), samples()]);
    const once = asked;
    await samples();
    expect(asked).toBe(once);
  });

  it('counts an end once, also when the database is slow and others ask meanwhile', async () => {
    const ended = { status: 'resolved', count: 1 };
    let answer: () => void = () => undefined;
    const slowly = new Promise<void>((resolve) => (answer = resolve));
    const query = async <Row extends object>(statement: Sql): Promise<Row[]> => {
      if (!statement.text.includes('resolved_at >=')) return database.query<Row>(statement);
      await slowly;
      return [ended] as unknown as Row[];
    };
    const { samples } = scraper({ db: { ...database, query }, keptForMs: 0 });
    clock.advance(1);
    const asked = [samples(), samples(), samples()];
    answer();
    for (const told of await Promise.all(asked))
      expect(valueOf(told, 'estafeta_handovers_ended_total', { status: 'resolved' })).toBe(1);
  });

  it('still comes when the database is gone, and says so', async () => {
    const refused = () => Promise.reject(new Error('gone'));
    const gone: Database = { ...database, query: refused, one: refused };
    const samples = await scraper({ db: gone }).samples();
    expect(valueOf(samples, 'estafeta_database_up')).toBe(0);
    expect(valueOf(samples, 'estafeta_due')).toBeUndefined();
    expect(valueOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('names nobody: labels take words of closed lists only', () => {
    const labels = Object.values(catalog).flatMap((metric): readonly string[] => metric.labels);
    for (const label of labels)
      expect(['kind', 'queue', 'status', 'platform', 'channel', 'outcome', 'purpose', 'direction']).toContain(
        label,
      );
  });
});

describe('The dashboard', () => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const dashboard = JSON.parse(read('docs/grafana/estafeta.json')) as {
    panels: { type: string; title: string; targets?: { expr: string }[] }[];
    templating: { list: { name: string; type: string }[] };
  };
  const names = Object.keys(catalog) as MetricName[];

  it('shows what there is and nothing else', async () => {
    const { metrics } = scraper();
    const told = await metrics.text();
    const shown = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
    const used = new Set(shown.match(/\b(?:estafeta|process|nodejs)_\w+/g));
    for (const name of used) expect(told).toContain(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `);
    for (const name of names) expect(shown).toContain(fullName(name));
  });

  it('has the age of the oldest due work on top, and lets one choose where the data comes from', () => {
    expect(dashboard.panels.find(({ type }) => type !== 'row')?.title).toBe('Oldest due work');
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
  });

  it('is explained: each metric stands in the operations manual', () => {
    const manual = read('docs/operations.md');
    for (const name of names) expect(manual).toContain(`\`${fullName(name)}\``);
  });
});
