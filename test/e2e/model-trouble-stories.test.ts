import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { runCommand } from './support/command.js';
import type { Shop } from './support/shop.js';

const installation = await startInstallation();

const openingHours = 'Мы открыты с 9 до 19.';

/** The model answers what it is asked about coffee, or nothing but 503. */
function modelIs(shop: Shop, mood: 'well' | 'dead'): void {
  const down = (): object => ({ fail: 503 });
  shop.model.answers.classify = mood === 'dead' ? down : () => ({ intent: 'menu', confidence: 0.95 });
  shop.model.answers.answer = mood === 'dead' ? down : () => ({ text: 'Раф и эспрессо.' });
}

async function modelHealth(): Promise<unknown> {
  const response = await fetch(`${installation.programs[0]?.url}/readyz`);
  return ((await response.json()) as { model: unknown }).model;
}

describe('the model’s rough days', () => {
  // One after another: the breaker is the process's, and all its clients share the model.
  it('model dead, offline answers, model back', async () => {
    const shop = await installation.newClient();
    modelIs(shop, 'well');
    shop.customer.writes('Какой кофе вы варите?');
    await shop.customer.sees('Раф и эспрессо.');

    modelIs(shop, 'dead');
    shop.customer.writes('Во сколько вы открываетесь?');
    await shop.customer.sees(openingHours);
    expect(await modelHealth()).toMatchObject({ ok: false, problem: expect.stringContaining('offline') });

    const tries = shop.model.asked.length;
    const other = shop.newCustomer('Борис');
    other.writes('Вы сегодня работаете?');
    await other.sees(openingHours);
    // At most whether it is well again has been tried meanwhile: once, not as long as a turn would try.
    expect(shop.model.asked.length - tries).toBeLessThanOrEqual(1);
    const stuck = shop.newCustomer('Вера');
    stuck.writes('Пришлите чек за вчерашний заказ');
    await stuck.sees(/неполадки, поэтому зову коллегу/);
    expect((await shop.handovers()).map(({ reason, trigger_type }) => ({ reason, trigger_type }))).toEqual([
      { reason: 'model_failure', trigger_type: 'timeout' },
    ]);

    modelIs(shop, 'well');
    // Whoever writes after the pause finds the model well again.
    await eventually(
      async () => {
        const patient = shop.newCustomer('Галина');
        patient.writes('Какой кофе вы варите?');
        await patient.sees(/./);
        expect(await modelHealth()).toEqual({ ok: true });
      },
      { withinMs: 30_000, everyMs: 1_000 },
    );
    shop.customer.writes('А ещё какой кофе?');
    await eventually(() => expect(shop.customer.told().at(-1)).toBe('Раф и эспрессо.'));
    expect(installation.output()).toContain('the model answers again');
    // The pauses between the attempts are real time here.
  }, 60_000);

  it('100 % of the token budget: still answers offline, and the managers are told once', async () => {
    // The scripted model counts 120 tokens a call, and each of these questions takes two.
    const shop = await installation.newClient({ settings: { daily_token_limit: 480 } });
    modelIs(shop, 'well');
    for (const name of ['Анна', 'Борис']) {
      const customer = shop.newCustomer(name);
      customer.writes('Какой кофе вы варите?');
      await customer.sees('Раф и эспрессо.');
    }
    const told = (): string[] =>
      shop.groupMessages().flatMap(({ text }) => (text.includes('лимит') ? [text] : []));
    await eventually(() => expect(told()).toEqual([expect.stringContaining('исчерпан')]));
    for (const name of ['Вера', 'Галина', 'Дина']) {
      const customer = shop.newCustomer(name);
      customer.writes('Во сколько вы открываетесь?');
      await customer.sees(openingHours);
    }
    expect(shop.model.asked).toHaveLength(4);
    expect(told()).toHaveLength(1);
    expect(await shop.handovers()).toEqual([]);
  });

  it('doctor asks the model when it is told to, and says what that cost', async () => {
    const { env, folder } = installation;
    const asked = await runCommand(['doctor', '--model'], env, folder);
    expect(asked.output).toMatch(
      /^ok +model: gpt-4.1-mini answers by the schema, in \d+\.\d s; 100 tokens in, 20 out, \$0\.000072$/m,
    );
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
