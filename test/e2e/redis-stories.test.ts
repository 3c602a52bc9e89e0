import { eventually } from '../support/eventually.js';
import { redisIsHere, startTestRedis } from '../support/redis.js';
import { startInstallation } from './support/installation.js';
import type { Installation } from './support/installation.js';
import { ledgerOf, settled } from './support/ledger.js';
import type { Customer } from './support/people.js';
import { calledPerson } from './support/steps.js';
import { newestRequest, timePasses } from './support/time.js';

const outageMs = 30_000;
const customersWriting = 50;
const everyMs = 200;

const redis = redisIsHere() ? await startTestRedis() : null;
// Bots and workers apart: what one has for the other has to go through the queue, or be found without it.
const installation = redis
  ? await startInstallation({ roles: ['bots', 'workers', 'web'], env: { REDIS_URL: redis.url } })
  : null;
afterAll(() => redis?.stop());

/** Customers who write in turns, none of them fast, until they are told to stop. */
function keepWriting(customers: readonly Customer[]): { stop(): number } {
  let written = 0;
  const timer = setInterval(() => {
    const customer = customers[written % customers.length];
    customer?.writes(`${customer.name}: вопрос ${(written += 1)}`);
    if (written === 600) clearInterval(timer);
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return written;
    },
  };
}

async function backendSaid({ programs }: Installation): Promise<unknown> {
  const web = programs.find(({ url }) => url !== null);
  const answer = await fetch(`${web?.url}/readyz`);
  return ((await answer.json()) as { queue: unknown }).queue;
}

const story = redis && installation ? it : it.skip;

describe('Redis killed for thirty seconds under load', () => {
  story(
    'loses nothing, doubles nothing, and reminders come in time',
    async () => {
      if (!redis || !installation) return;
      const shop = await installation.newClient();
      shop.model.answers.classify = ({ unread }) =>
        unread.some((text) => text.includes('человека'))
          ? { wants_human: true }
          : { intent: 'menu', confidence: 0.95 };
      const topic = await calledPerson(shop);
      const customers = Array.from({ length: customersWriting }, (_, number) =>
        shop.newCustomer(`Гость ${number + 1}`),
      );
      expect(await backendSaid(installation)).toMatchObject({ backend: 'redis', ok: true });
      const load = keepWriting(customers);
      const answered = (): number => customers.reduce((sum, customer) => sum + customer.told().length, 0);
      await eventually(() => answered() > 10);

      await redis.kill();
      const outage = new Promise((over) => setTimeout(over, outageMs));
      const atTheStart = answered();
      // Customers are answered meanwhile, and whoever waits is not forgotten.
      await eventually(() => answered() > atTheStart + 20, { withinMs: outageMs });
      await timePasses(shop, 31);
      await topic.sees(/⏰/);
      expect(await backendSaid(installation)).toMatchObject({ backend: 'redis', ok: false });
      await outage;
      await redis.startAgain();
      // What becomes due from now on is rung for as before.
      await timePasses(shop, 30);
      await topic.sees(/🔥/);
      await eventually(async () => expect(await backendSaid(installation)).toMatchObject({ ok: true }));

      const written = load.stop();
      expect(written).toBeGreaterThan(150);
      // And the one that called a person.
      await eventually(() => settled(shop, written + 1), { withinMs: 30_000 });
      const ledger = await ledgerOf(shop, customers);
      expect(ledger.stored.filter((text) => text.includes('вопрос'))).toHaveLength(written);
      expect(ledger).toMatchObject({
        unanswered: [],
        answeredTwice: [],
        missingInChats: [],
        doubledInChats: 0,
        uncertainResends: 0,
      });
      expect(await newestRequest(shop)).toMatchObject({ status: 'pending' });
      expect(installation.leaks()).toEqual([]);
    },
    120_000,
  );
});
