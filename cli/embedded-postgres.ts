import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EstafetaError, messageOf } from '../src/shared/errors.js';
import { askHolder, takeInstallationLock } from './postgres/installation-lock.js';
import type { Holder, InstallationLock } from './postgres/installation-lock.js';
import { ensureDatabase, freePort, leftServer, makeCluster, startServer, urlOf } from './postgres/server.js';
import type { RunningServer } from './postgres/server.js';
import { postgresTools } from './postgres/tools.js';
import type { PostgresTools } from './postgres/tools.js';

export interface EmbeddedPostgres {
  /** `postgresql://…` of the product's database. */
  url: string;
  /** Stops the server, waiting for its fast shutdown; nothing when another process runs it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The folder that keeps the data, the password, the port and the log between starts, e.g. `.estafeta/postgres`. */
  dataDir: string;
  /** While another process runs it: use its server, as a short command does, or refuse to start (the default). */
  share?: boolean;
  /** Told in words of what takes long or went wrong. */
  say?: (line: string) => void;
}

/** What is kept beside the data, readable by its owner alone. */
interface Kept {
  installation: string;
  password: string;
  /** Where the server listened last; unset before the first start. */
  port?: number;
  lockPort: number;
}

const database = 'estafeta';
const keptFile = 'server.json';
const restartDelaysMs = [200, 1_000];
const longestDelayMs = 5_000;

/** For a small machine; the rest is PostgreSQL's default. */
const settings = {
  shared_buffers: '64MB',
  max_connections: '100',
  max_wal_size: '256MB',
  random_page_cost: '1.1',
  jit: 'off',
  // Parallel plans need shared memory that small containers don't have, and gain nothing on short statements.
  max_parallel_workers_per_gather: '0',
  log_min_messages: 'warning',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the PostgreSQL that npm brought, on 127.0.0.1, with data that is kept between starts.
 * A server left behind by a process that was killed is stopped first; a port taken meanwhile is replaced by another; a
 * server that ends by itself is started again. It ends with this process, however that dies.
 *
 * @throws EstafetaError `already_running` naming the process; `postgres_*` when it can't start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { share = false, say = () => undefined } = options;
  const folder = resolve(options.dataDir);
  mkdirSync(folder, { recursive: true });
  const kept = readKept(folder) ?? (await firstKept(folder));
  const taken = await takeInstallationLock(kept.installation, kept.lockPort);
  if ('heldBy' in taken) {
    if (!share) throw alreadyRunning(taken.heldBy, folder);
    return sharedServer(folder, kept);
  }
  const { lock } = taken;
  try {
    return await startLocked(folder, { ...kept, lockPort: lock.lockPort }, lock, say);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(
  folder: string,
  kept: Kept,
  lock: InstallationLock,
  say: (line: string) => void,
): Promise<EmbeddedPostgres> {
  const dataDir = join(folder, 'data');
  const tools = postgresTools(dataDir);
  keep(folder, kept);
  if (existsSync(dataDir)) {
    await stopLeftServer(tools, dataDir, say);
  } else {
    say('Preparing the database for the first time…');
    await makeCluster(tools, { dataDir, password: kept.password });
  }
  const port = await freePort(kept.port);
  keep(folder, { ...kept, port });
  const start = (): Promise<RunningServer> =>
    startServer(tools, {
      dataDir,
      port,
      password: kept.password,
      logFile: join(folder, 'server.log'),
      settings,
    });
  const server = await start();
  await ensureDatabase({ port, password: kept.password }, database);
  lock.tell({ pid: process.pid, port });
  const stop = keepRunning(server, start, say);
  return {
    url: urlOf({ port, password: kept.password, database }),
    async stop() {
      await stop();
      await lock.release();
    },
  };
}

/** Starts the server again whenever it ends unasked. @returns how to stop both it and this care */
function keepRunning(
  first: RunningServer,
  start: () => Promise<RunningServer>,
  say: (line: string) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  let server = first;
  const startAgain = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      await sleep(restartDelaysMs[failures] ?? longestDelayMs, undefined, { signal: stopping.signal });
      try {
        server = await start();
        return;
      } catch (error) {
        say(messageOf(error));
      }
    }
  };
  const care = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await server.ended;
      if (stopping.signal.aborted) return;
      say('PostgreSQL ended by itself; starting it again.');
      // An abort of the pause is the only thing thrown.
      await startAgain().catch(() => undefined);
    }
  };
  const cared = care();
  return async () => {
    stopping.abort();
    await server.stop();
    await cared;
    // A start that was under way has brought another one.
    await server.stop();
  };
}

async function stopLeftServer(
  tools: PostgresTools,
  dataDir: string,
  say: (line: string) => void,
): Promise<void> {
  const left = leftServer(dataDir);
  if (!left) return;
  say(`Stopping PostgreSQL (process ${left.pid}), left behind by a start that was killed…`);
  await tools.run('pg_ctl', ['stop', '-D', dataDir, '-m', 'fast', '-t', '60']).catch((error: unknown) => {
    // It may have ended by itself between the look and the order.
    if (leftServer(dataDir)) throw error;
  });
}

/** Waits until the process that holds the installation has its server up. */
async function sharedServer(
  folder: string,
  { installation, password, lockPort }: Kept,
): Promise<EmbeddedPostgres> {
  for (let tries = 0; tries < 300; tries += 1) {
    const holder = await askHolder(installation, lockPort);
    if (holder?.port)
      return { url: urlOf({ port: holder.port, password, database }), stop: async () => undefined };
    if (!holder) break;
    await sleep(200);
  }
  throw new EstafetaError({
    code: 'postgres_not_shared',
    message: `Another process was starting PostgreSQL in ${folder}, and it did not come up`,
    whatToDo: 'Look at what that process says, then try again.',
  });
}

function readKept(folder: string): Kept | undefined {
  const file = join(folder, keptFile);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch (cause) {
    throw new EstafetaError({
      code: 'postgres_kept_unreadable',
      message: `${file} can't be read: ${messageOf(cause)}`,
      whatToDo:
        'It holds the password of the database beside it. Restore the file, or start as the user it belongs to.',
      cause,
    });
  }
}

/** Written whole and only if there is none: of two first starts at once, the quicker one's password counts for both. */
async function firstKept(folder: string): Promise<Kept> {
  const random = (): string => randomBytes(16).toString('hex');
  const kept: Kept = { installation: random(), password: random(), lockPort: await freePort() };
  const file = join(folder, keptFile);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return kept;
  } catch (error) {
    const other = readKept(folder);
    if (other) return other;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function keep(folder: string, kept: Kept): void {
  const file = join(folder, keptFile);
  writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function alreadyRunning({ pid, port }: Holder, folder: string): EstafetaError {
  return new EstafetaError({
    code: 'already_running',
    message: `Estafeta already runs on ${folder}: process ${pid}${port ? `, PostgreSQL on port ${port}` : ', still starting'}`,
    whatToDo: `Use the one that runs, or stop it first with Ctrl-C in its window or: kill ${pid}`,
  });
}
