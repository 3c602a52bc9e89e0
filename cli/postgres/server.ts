import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EstafetaError } from '../../src/shared/errors.js';
import type { PostgresTools } from './tools.js';

/** A server that is this process's child. */
export interface RunningServer {
  /** Settled when the server has ended, asked to or not. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, what was committed is kept. */
  stop(): Promise<void>;
}

/** Whom the server answers to; the same in every installation of ours. */
export const superuser = 'estafeta';

/**
 * Makes a new cluster, UTF-8 and with a sort order that is the same on every system. Complete or not at all: it is made
 * beside its place and moved there, so that a process killed meanwhile leaves no half of one.
 */
export async function makeCluster(
  tools: PostgresTools,
  { dataDir, password, safe = true }: { dataDir: string; password: string; safe?: boolean },
): Promise<void> {
  const parent = dirname(dataDir);
  await removeRemains(parent, `${basename(dataDir)}.making-`);
  const making = `${dataDir}.making-${process.pid}`;
  const passwordFile = `${making}.password`;
  await mkdir(making, { recursive: true, mode: 0o700 });
  tools.hand(making);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  tools.hand(passwordFile);
  try {
    await tools.run('initdb', [
      ...['-D', making, '-U', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      ...[
        '--encoding',
        'UTF8',
        '--locale',
        'C',
        '--locale-provider',
        'builtin',
        '--builtin-locale',
        'C.UTF-8',
      ],
      ...(safe ? [] : ['--no-sync']),
    ]);
    await rename(making, dataDir);
  } finally {
    rmSync(passwordFile, { force: true });
    await rm(making, { recursive: true, force: true });
  }
}

async function removeRemains(folder: string, prefix: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(prefix)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Starts the server on 127.0.0.1 and waits until it answers. It ends with this process, however that dies.
 *
 * @param settings of postgresql.conf, by name
 * @param thenRemove a folder to remove when the server has ended with us
 * @throws EstafetaError `postgres_not_started` with the end of its log
 */
export async function startServer(
  tools: PostgresTools,
  options: {
    dataDir: string;
    port: number;
    password: string;
    logFile: string;
    settings: Readonly<Record<string, string>>;
    thenRemove?: string;
  },
): Promise<RunningServer> {
  const { dataDir, port, password, logFile } = options;
  const settings = { ...options.settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openSync(logFile, 'w', 0o600);
  const server = tools.serve(['-D', dataDir, '-p', String(port), ...flags], output);
  closeSync(output);
  let running = true;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false;
      resolve();
    };
    server.on('exit', end);
    server.on('error', end);
  });
  const guard = guardServer(server, dataDir, options.thenRemove);
  void ended.then(() => guard?.kill('SIGKILL'));
  while (!(await answers(port, password))) {
    if (!running) throw notStarted(logFile);
    await sleep(20);
  }
  return {
    ended,
    async stop() {
      if (running)
        await tools
          .run('pg_ctl', ['stop', '-D', dataDir, '-m', 'fast', '-t', '30'])
          .catch(() => server.kill());
      await ended;
    },
  };
}

/**
 * A shell that waits for the end of our pipe to it and then stops the server: the pipe ends when this process does, also
 * by kill -9. Windows has no such shell; there the next start finds the server and stops it.
 */
function guardServer(server: ChildProcess, dataDir: string, thenRemove = ''): ChildProcess | undefined {
  if (process.platform === 'win32' || server.pid === undefined) return undefined;
  const script = `
    read -r _
    [ "$(head -n 1 "$1/postmaster.pid" 2>/dev/null)" = "$2" ] && kill -INT "$2"
    if [ -n "$3" ]; then
      for _ in $(seq 100); do [ -e "$1/postmaster.pid" ] || break; sleep 0.1; done
      rm -rf "$3"
    fi`;
  const guard = spawn('sh', ['-c', script, 'sh', dataDir, String(server.pid), thenRemove], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.unref();
  return guard;
}

/** The server that a dead process of ours may have left behind on this data, if one still runs. */
export function leftServer(dataDir: string): { pid: number; port: number } | undefined {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (pid && port && isServerOn(pid, dataDir)) return { pid, port };
  // Its number may belong to another program by now; then PostgreSQL would refuse to start for it.
  rmSync(file, { force: true });
  return undefined;
}

function isServerOn(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, 'utf8').split('\0').includes(dataDir);
}

/** @returns the wanted port when it is free on 127.0.0.1, otherwise any free one */
export async function freePort(wanted?: number): Promise<number> {
  return (wanted !== undefined && (await bindOnce(wanted))) || (await bindOnce(0)) || 0;
}

function bindOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === 'object' ? address.port : undefined));
    });
  });
}

/** Where a database of such a server is reached. */
export function urlOf({
  port,
  password,
  database,
}: {
  port: number;
  password: string;
  database: string;
}): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Creates the database unless it is there. */
export async function ensureDatabase(
  server: { port: number; password: string },
  name: string,
): Promise<void> {
  const connection = new pg.Client({ connectionString: urlOf({ ...server, database: 'postgres' }) });
  await connection.connect();
  try {
    const { rowCount } = await connection.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await connection.query(`CREATE DATABASE ${connection.escapeIdentifier(name)}`);
  } finally {
    await connection.end();
  }
}

async function answers(port: number, password: string): Promise<boolean> {
  const connection = new pg.Client({ connectionString: urlOf({ port, password, database: 'postgres' }) });
  connection.on('error', () => undefined);
  try {
    await connection.connect();
    return true;
  } catch {
    return false;
  } finally {
    await connection.end().catch(() => undefined);
  }
}

function notStarted(logFile: string): EstafetaError {
  const log = existsSync(logFile)
    ? readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n')
    : '';
  return new EstafetaError({
    code: 'postgres_not_started',
    message: `The embedded PostgreSQL did not start: ${log || 'it said nothing'}`,
    whatToDo: `Read ${logFile}, or set DATABASE_URL to a PostgreSQL server of your own.`,
  });
}
