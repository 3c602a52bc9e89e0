import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalTelegram } from '../../../playground/bot-api/local-telegram.js';
import type { LocalTelegram, LocalTelegramOptions } from '../../../playground/bot-api/local-telegram.js';
import type { Database } from '../../../src/shared/database.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import type { SealedBox } from '../../../src/shared/sealed-box.js';
import { testDatabase } from '../../support/database.js';
import { watchChats } from './chats.js';
import type { Chats } from './chats.js';
import { startProgram } from './program.js';
import type { Program, Role } from './program.js';
import { serveModel } from './scripted-model.js';
import type { ModelServer } from './scripted-model.js';
import { openShop } from './shop.js';
import type { Shop, ShopOptions } from './shop.js';

/** What a shop is opened in. */
export type Ground = {
  database: Database;
  box: SealedBox;
  telegram: LocalTelegram;
  chats: Chats;
  model: ModelServer;
  /** Words that must never stand in a log: what people write, and tokens. */
  secrets: Set<string>;
};

export type Installation = Ground & {
  /** The processes that were started and not yet taken away by `kill` or `stop` of the installation. */
  programs: Program[];
  /** The environment of its processes. */
  env: Record<string, string>;
  /** The folder its processes run in. */
  folder: string;
  /** Starts one more process. */
  start(role?: Role): Promise<Program>;
  /** Takes all processes away at once (SIGKILL). */
  kill(): Promise<void>;
  /** Stops all processes as an operator does. */
  stop(): Promise<void>;
  /** A client of its own, with bots, a managers' group, a customer and two managers. */
  newClient(options?: ShopOptions): Promise<Shop>;
  /** Everything all its processes have printed. */
  output(): string;
  /** What people wrote, and tokens, that stand in the logs: nothing, if all is well. */
  leaks(): string[];
};

type InstallationOptions = {
  /** One process for each; none with `[]`. */
  roles?: Role[];
  /** More variables; an empty value leaves one out. */
  env?: Record<string, string>;
  telegram?: LocalTelegramOptions;
};

/**
 * A running installation: a database, a local Telegram and a scripted model that belong to the test, and the program as
 * processes between them. It is gone when the file's tests are done; call it at the top of the file.
 */
export async function startInstallation({
  roles = ['all'],
  env: more = {},
  telegram: options = {},
}: InstallationOptions = {}): Promise<Installation> {
  const endings: (() => Promise<unknown>)[] = [];
  // Before the database's own: the processes stop while there still is one. What was opened last is closed first.
  afterAll(async () => {
    for (const end of endings.toReversed()) await end();
  }, 40_000);
  const { database, url } = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'estafeta-e2e-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const telegram = await createLocalTelegram(options);
  const chats = watchChats(telegram);
  endings.push(() => telegram.close());
  endings.push(async () => chats.close());
  const model = await serveModel();
  endings.push(() => model.close());
  const keys = newSealingKey('k1');
  const env = {
    DATABASE_URL: url,
    ENCRYPTION_KEYS: keys,
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    PLAYGROUND: '0',
    TELEGRAM_API_ROOT: await telegram.listen(),
    // Generous: a story's group is its own, and only the stories about the budget want to feel it.
    TELEGRAM_GROUP_BUDGET: '200/60',
    OPENAI_API_KEY: 'sk-of-the-scripted-model',
    OPENAI_BASE_URL: model.url,
    SWEEP_INTERVAL_SECONDS: '0.5',
    LOG_LEVEL: 'info',
    ...more,
  };
  const ground: Ground = {
    database,
    box: createSealedBox(parseSealingKeys(keys)),
    telegram,
    chats,
    model,
    secrets: new Set(),
  };
  const started: Program[] = [];
  const installation: Installation = {
    ...ground,
    programs: [],
    env,
    folder,
    async start(role = 'all') {
      const program = await startProgram(role, { folder, env });
      started.push(program);
      installation.programs.push(program);
      return program;
    },
    async kill() {
      await Promise.all(installation.programs.splice(0).map((program) => program.kill()));
    },
    async stop() {
      await Promise.all(installation.programs.splice(0).map((program) => program.stop()));
    },
    newClient: (shop = {}) => openShop(ground, shop),
    output: () => started.map((program) => program.output()).join('\n'),
    leaks: () => [...ground.secrets].filter((secret) => installation.output().includes(secret)),
  };
  endings.push(() => keepOutput(installation.output()));
  endings.push(() => Promise.all(started.map((program) => program.stop())));
  for (const role of roles) await installation.start(role);
  return installation;
}

/** For whoever looks for the cause of a failure: with `ESTAFETA_E2E_LOGS=folder` the processes' output stays there. */
async function keepOutput(output: string): Promise<void> {
  const folder = process.env['ESTAFETA_E2E_LOGS'];
  if (folder !== undefined) await writeFile(join(folder, `${Date.now()}-${process.pid}.log`), output);
}
