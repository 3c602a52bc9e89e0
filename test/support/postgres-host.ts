import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, makeCluster, startServer, urlOf } from '../../cli/postgres/server.js';
import { postgresTools } from '../../cli/postgres/tools.js';
import { migrate } from '../../prisma/migrate.js';
import { prepareQueue } from '../../src/jobs/queue.js';
import { asAdmin, databaseUrl } from './test-server.js';
import type { TestServer } from './test-server.js';

interface RunningTestServer extends TestServer {
  stop(): Promise<void>;
}

// A test server may lose everything at a power cut; it needs to be quick and to serve every suite's pools.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  TimeZone: 'UTC',
};

/**
 * Starts PostgreSQL with data in a temporary folder and prepares the template. It ends with this process, however that
 * dies. `TEST_DATABASE_URL` names a server to use instead; its role must be allowed to create databases.
 */
export async function startTestServer(): Promise<RunningTestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  const server =
    given === undefined ? await startTemporary() : { adminUrl: given, stop: async () => undefined };
  const template = `estafeta_test_${randomBytes(4).toString('hex')}`;
  const stop = async (): Promise<void> => {
    if (given !== undefined) await dropAll(server.adminUrl, template);
    await server.stop();
  };
  try {
    await asAdmin(server.adminUrl, `CREATE DATABASE ${template}`);
    await migrate(databaseUrl(server.adminUrl, template));
    await prepareQueue(databaseUrl(server.adminUrl, template));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...server, template, stop };
}

async function startTemporary(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'estafeta-test-'));
  // As root the server runs as somebody else, who has to get in.
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  const password = randomBytes(12).toString('hex');
  const tools = postgresTools(dataDir);
  await makeCluster(tools, { dataDir, password, safe: false });
  const port = await freePort();
  const logFile = join(folder, 'postgres.log');
  const server = await startServer(tools, { dataDir, port, password, logFile, settings, thenRemove: folder });
  return {
    adminUrl: urlOf({ port, password, database: 'postgres' }),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  const { rows } = await asAdmin(adminUrl, `SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%'`);
  for (const { datname } of rows) await asAdmin(adminUrl, `DROP DATABASE "${datname}" WITH (FORCE)`);
}
