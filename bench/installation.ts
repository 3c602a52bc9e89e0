import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.js';
import type { App } from '../src/app.js';
import { loadConfig } from '../src/config.js';
import { prepareQueue } from '../src/jobs/queue.js';
import { createLogger } from '../src/shared/logger.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../src/shared/sealed-box.js';
import { redisIsHere, startTestRedis } from '../test/support/redis.js';
import { withBenchDatabase } from './bench-database.js';

export type Backend = 'PostgreSQL' | 'Redis';

/** The queue's backends that can be measured here. */
export function backendsHere(): Backend[] {
  return redisIsHere() ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];
}

/** The parts of one process on a database and a queue of this run alone. No role is started, and there is no model. */
export async function withApp(backend: Backend, measure: (app: App) => Promise<void>): Promise<void> {
  const redis = backend === 'Redis' ? await startTestRedis() : null;
  const folder = await mkdtemp(join(tmpdir(), 'estafeta-bench-'));
  try {
    await withBenchDatabase(async (_database, databaseUrl) => {
      if (!redis) await prepareQueue(databaseUrl);
      const keys = newSealingKey('k1');
      const config = loadConfig({
        DATABASE_URL: databaseUrl,
        ENCRYPTION_KEYS: keys,
        DATA_DIR: folder,
        REDIS_URL: redis?.url,
      });
      const app = await createApp({
        config,
        databaseUrl,
        sealedBox: createSealedBox(parseSealingKeys(keys)),
        logger: createLogger({ level: 'error', name: 'bench' }),
        processName: `bench-${process.pid}`,
      });
      try {
        await measure(app);
      } finally {
        await app.close();
      }
    });
  } finally {
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
