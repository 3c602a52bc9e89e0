import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalTelegram } from '../../playground/bot-api/local-telegram.js';
import { openDatabase } from '../../src/shared/database.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../src/shared/sealed-box.js';
import { eventually } from '../support/eventually.js';
import { endCommands, ownFolder, startCommand } from './support/command.js';
import { watchChats } from './support/chats.js';
import { ledgerOf, settled } from './support/ledger.js';
import { serveModel } from './support/scripted-model.js';
import { openShop } from './support/shop.js';

// An installation with a PostgreSQL of its own, which can be taken away without disturbing other tests.
const folder = await ownFolder();
const [telegram, model] = await Promise.all([createLocalTelegram(), serveModel()]);
const chats = watchChats(telegram);
const keys = newSealingKey('k1');
const program = startCommand(
  ['start'],
  {
    DATA_DIR: join(folder, 'data'),
    ENCRYPTION_KEYS: keys,
    PORT: '0',
    PLAYGROUND: '0',
    TELEGRAM_API_ROOT: await telegram.listen(),
    OPENAI_API_KEY: 'sk-of-the-scripted-model',
    OPENAI_BASE_URL: model.url,
    SWEEP_INTERVAL_SECONDS: '0.5',
    LOG_LEVEL: 'warn',
  },
  folder,
);
const [, health = ''] = await program.says(/health: (\S+)/);
const kept = JSON.parse(readFileSync(join(folder, 'data/postgres/server.json'), 'utf8')) as {
  password: string;
  port: number;
};
const database = openDatabase(`postgresql://estafeta:${kept.password}@127.0.0.1:${kept.port}/estafeta`, {
  applicationName: 'test',
});

afterAll(async () => {
  program.signal('SIGTERM');
  await Promise.all([program.ended, database.close()]);
  chats.close();
  await Promise.all([telegram.close(), model.close()]);
  await endCommands();
}, 60_000);

const postgresPid = (): number =>
  Number(readFileSync(join(folder, 'data/postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);

/** Takes PostgreSQL away and waits until another one answers. */
async function restartPostgres(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  const pid = postgresPid();
  process.kill(pid, signal);
  await eventually(
    async () => postgresPid() !== pid && (await fetch(health.replace('healthz', 'readyz'))).ok,
    { withinMs: 40_000 },
  );
}

it.each(['SIGINT', 'SIGKILL'] as const)(
  'PostgreSQL is restarted (%s) while customers write: nothing is lost, nothing is answered twice',
  async (signal) => {
    const shop = await openShop(
      { database, box: createSealedBox(parseSealingKeys(keys)), telegram, chats, model, secrets: new Set() },
      {},
    );
    shop.model.answers.classify = () => ({ intent: 'menu', confidence: 0.95 });
    const customers = [
      shop.customer,
      ...['Борис', 'Вера', 'Глеб', 'Дина'].map((name) => shop.newCustomer(name)),
    ];
    const written: string[] = [];
    const wave = (number: number): void => {
      for (const customer of customers) {
        written.push(`${customer.name}: вопрос ${number}`);
        customer.writes(`${customer.name}: вопрос ${number}`);
      }
    };
    wave(1);
    await eventually(() => customers.some((customer) => customer.told().length > 0));
    wave(2);
    const restarted = restartPostgres(signal);
    wave(3);
    await restarted;
    wave(4);
    await eventually(() => settled(shop, written.length), { withinMs: 40_000 });

    const ledger = await ledgerOf(shop, customers);
    expect(ledger.stored.toSorted()).toEqual(written.toSorted());
    expect(ledger.unanswered).toEqual([]);
    expect(ledger.answeredTwice).toEqual([]);
    expect(ledger.missingInChats).toEqual([]);
    expect(ledger.doubledInChats).toBeLessThanOrEqual(ledger.uncertainResends);
  },
  100_000,
);
