import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { migrateApart } from './migrate-apart.js';
import { ensureEmbeddedKeys } from '../src/shared/embedded-keys.js';
import type { Config } from '../src/config.js';
import { prepareQueue } from '../src/jobs/queue.js';
import { createLogger } from '../src/shared/logger.js';
import type { Logger } from '../src/shared/logger.js';
import { createSealedBox, parseSealingKeys } from '../src/shared/sealed-box.js';
import type { SealedBox } from '../src/shared/sealed-box.js';

/** The ground an installation stands on: its database, migrated, and its sealing keys. */
export type Installation = {
  config: Config;
  databaseUrl: string;
  sealedBox: SealedBox;
  logger: Logger;
  /** Unique among running processes. */
  processName: string;
  close(): Promise<void>;
};

/**
 * Reaches the database (starting or joining the embedded one when there is no DATABASE_URL) and brings it up to this program.
 *
 * @param join whether a running installation's embedded PostgreSQL may be shared: yes for a short command, no for `start`
 * @param say told of each step, for the screen
 * @throws EstafetaError with what to do
 */
export async function openInstallation(
  config: Config,
  { share, say = () => undefined }: { share: boolean; say?: (line: string) => void },
): Promise<Installation> {
  const host = hostname().replace(/[^A-Za-z0-9_-]/g, '-');
  // One process at a time runs on the embedded database; under the name of the one before, killed perhaps, it need not
  // wait until that one's leases run out.
  const processName = config.databaseUrl || share ? `${host}-${process.pid}` : `${host}-embedded`;
  const logger = createLogger({ level: config.logLevel, name: processName });
  const dataDir = resolve(config.dataDir);
  const embedded = config.databaseUrl
    ? null
    : await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), share, say });
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  try {
    const { applied } = await migrateApart(databaseUrl);
    if (applied.length > 0) say(`Database brought up to date: ${applied.join(', ')}`);
    if (!config.redisUrl) await prepareQueue(databaseUrl);
    const keys = config.encryptionKeys ?? ensureEmbeddedKeys(dataDir);
    const sealedBox = createSealedBox(parseSealingKeys(keys));
    return { config, databaseUrl, sealedBox, logger, processName, close: async () => embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
