import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, makeCluster, startServer, urlOf } from '../cli/postgres/server.js';
import { postgresTools } from '../cli/postgres/tools.js';
import { migrate } from '../prisma/migrate.js';
import { openDatabase } from '../src/shared/database.js';
import type { Database } from '../src/shared/database.js';

/** A migrated database of this run alone, on a server as safe as a real one: a commit waits for the disk. */
export async function withBenchDatabase(
  measure: (database: Database, url: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'estafeta-bench-'));
  // As root the server runs as somebody else, who has to get in.
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  const password = randomBytes(12).toString('hex');
  const tools = postgresTools(dataDir);
  await makeCluster(tools, { dataDir, password, safe: true });
  const port = await freePort();
  const logFile = join(folder, 'postgres.log');
  const server = await startServer(tools, {
    dataDir,
    port,
    password,
    logFile,
    settings: {},
    thenRemove: folder,
  });
  try {
    const url = urlOf({ port, password, database: 'postgres' });
    await migrate(url);
    const database = openDatabase(url, { applicationName: 'bench' });
    try {
      await measure(database, url);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
