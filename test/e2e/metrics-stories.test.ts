import { eventually } from '../support/eventually.js';
import { readMetrics, valueOf } from '../support/prometheus.js';
import type { Sample } from '../support/prometheus.js';
import { startInstallation } from './support/installation.js';
import type { Program } from './support/program.js';
import { takenRequest } from './support/steps.js';

// Each role by itself, as on several machines, and each with a port for whoever watches.
const installation = await startInstallation({
  roles: ['web', 'workers', 'bots'],
  env: { METRICS_PORT: '0' },
});

function metricsOf(role: Program['role']): string {
  const program = installation.programs.find((one) => one.role === role);
  const [, url] = /Metrics: (\S+)/.exec(program?.output() ?? '') ?? [];
  if (url === undefined) throw new Error(`The role ${role} says of no port for metrics`);
  return url;
}

async function textOf(role: Program['role']): Promise<string> {
  const response = await fetch(metricsOf(role));
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return response.text();
}

const samplesOf = async (role: Program['role']): Promise<Sample[]> => readMetrics(await textOf(role));

describe('whoever watches the installation', () => {
  it('sees a request from its opening to its end, and what each process did for it', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Какой кофе вы варите?');
    await shop.customer.sees('Да, всё так.');
    const topic = await takenRequest(shop);
    shop.timur.writes(topic, 'Добрый день!');
    await shop.customer.sees('Добрый день!');
    await eventually(async () => {
      const web = await samplesOf('web');
      expect(valueOf(web, 'estafeta_database_up')).toBe(1);
      expect(valueOf(web, 'estafeta_handovers_open', { status: 'active' })).toBe(1);
      expect(valueOf(web, 'estafeta_handovers_open', { status: 'pending' })).toBe(0);
      expect(valueOf(web, 'estafeta_connections', { platform: 'telegram', status: 'connected' })).toBe(1);
      expect(valueOf(web, 'estafeta_leases_held')).toBe(2);
      expect(valueOf(web, 'estafeta_uncertain_messages')).toBe(0);
      expect(valueOf(web, 'estafeta_failed_updates')).toBe(0);
      expect(valueOf(web, 'estafeta_due', { kind: 'turn' })).toBe(0);
      expect(valueOf(web, 'estafeta_due_oldest_age_seconds', { kind: 'close' })).toBe(0);
      expect(valueOf(web, 'estafeta_queue_bells', { queue: 'workers' })).toBeGreaterThanOrEqual(0);
    });
    const workers = await samplesOf('workers');
    expect(valueOf(workers, 'estafeta_model_calls_total', { purpose: 'answer', outcome: 'ok' })).toBe(1);
    expect(valueOf(workers, 'estafeta_model_call_seconds_count', { purpose: 'answer' })).toBe(1);
    expect(valueOf(workers, 'estafeta_model_tokens_total', { direction: 'in' })).toBeGreaterThanOrEqual(200);
    expect(valueOf(workers, 'estafeta_model_breaker_open')).toBe(0);
    expect(valueOf(workers, 'estafeta_turn_seconds_count', { outcome: 'done' })).toBeGreaterThanOrEqual(2);
    await eventually(async () => {
      const bots = await samplesOf('bots');
      expect(
        valueOf(bots, 'estafeta_messages_sent_total', { channel: 'telegram', outcome: 'sent' }),
      ).toBeGreaterThanOrEqual(3);
      expect(
        valueOf(bots, 'estafeta_posts_sent_total', { kind: 'card', outcome: 'sent' }),
      ).toBeGreaterThanOrEqual(2);
      expect(valueOf(bots, 'estafeta_queue_bells', { queue: 'bots' })).toBeGreaterThanOrEqual(0);
    });

    await shop.timur.presses(topic, 'Решено');
    await eventually(async () => {
      const web = await samplesOf('web');
      expect(valueOf(web, 'estafeta_handovers_open')).toBe(0);
      expect(valueOf(web, 'estafeta_handovers_ended_total', { status: 'resolved' })).toBe(1);
    });
  });

  it('reads no text of anybody, no name and no token there', async () => {
    const told = (await Promise.all((['web', 'workers', 'bots'] as const).map(textOf))).join('\n');
    for (const secret of installation.secrets) expect(told).not.toContain(secret);
    for (const name of ['Анна', 'Тимур', 'Полдень', 'shop-1', 'sk-of']) expect(told).not.toContain(name);
  });

  it('finds no metrics on the port that is open to the world', async () => {
    const open = installation.programs.find(({ role }) => role === 'web')?.url;
    expect((await fetch(`${open}/healthz`)).status).toBe(200);
    expect((await fetch(`${open}/metrics`)).status).toBe(404);
  });
});
