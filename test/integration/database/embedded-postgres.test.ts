import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startEmbeddedPostgres } from '../../../cli/embedded-postgres.js';
import type { EmbeddedPostgres } from '../../../cli/embedded-postgres.js';
import { openDatabase, sql } from '../../../src/shared/database.js';
import { eventually } from '../../support/eventually.js';

// A space in the path, and a folder nobody else may enter: both happen at home.
const folder = mkdtempSync(join(tmpdir(), 'estafeta embedded '));
const dataDir = join(folder, 'postgres');
const running = new Set<EmbeddedPostgres>();

afterEach(async () => {
  for (const server of running) await server.stop();
  running.clear();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the embedded PostgreSQL', () => {
  it('keeps its data, its password and its port between starts', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS x');
    await stop(first);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'SELECT x FROM kept')).toEqual([{ x: 7 }]);
    expect(statSync(join(dataDir, 'server.json')).mode & 0o077).toBe(0);
  });

  it('sorts and folds Russian the same way on every system', async () => {
    const { url } = await start();
    expect(await ask(url, "SELECT lower('ЁЛКА') AS low, current_setting('server_encoding') AS enc")).toEqual([
      { low: 'ёлка', enc: 'UTF8' },
    ]);
  });

  it('refuses a second start while one runs, saying which and how to stop it', async () => {
    await start();
    const { refused } = await startProcess().told('refused');
    expect(refused).toContain(`process ${process.pid}, PostgreSQL on port ${portKept()}`);
    expect(refused).toContain(`kill ${process.pid}`);
  });

  it('is shared with a short command while it runs', async () => {
    const { url } = await start();
    const shared = await startEmbeddedPostgres({ dataDir, share: true });
    expect(shared.url).toBe(url);
    await shared.stop();
    expect(await ask(url, 'SELECT 1 AS x')).toEqual([{ x: 1 }]);
  });

  it('of two first starts at once, lets one through', async () => {
    const fresh = join(folder, 'fresh');
    const both = await Promise.allSettled([1, 2].map(() => startEmbeddedPostgres({ dataDir: fresh })));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    for (const result of both) if (result.status === 'fulfilled') await result.value.stop();
  });

  it('takes another port when its own was taken meanwhile', async () => {
    const first = await start();
    await stop(first);
    const thief = createServer().listen(portKept(), '127.0.0.1');
    await once(thief, 'listening');
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await ask(second.url, 'SELECT x FROM kept')).toEqual([{ x: 7 }]);
    thief.close();
  });

  it('stops with its process, and fast, on SIGTERM', async () => {
    const child = startProcess();
    const { url } = await child.told('url');
    child.kill('SIGTERM');
    expect(await child.ended()).toBe(0);
    await expect(ask(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('starts after its process was killed with -9, with everything committed', async () => {
    const child = startProcess();
    const { url } = await child.told('url');
    await ask(url, 'CREATE TABLE committed AS SELECT 8 AS x');
    child.kill('SIGKILL');
    await child.ended();
    const next = await start();
    expect(await ask(next.url, 'SELECT x FROM committed')).toEqual([{ x: 8 }]);
  });

  it('leaves no server behind after a kill -9, even if nobody starts again', async () => {
    const child = startProcess();
    await child.told('url');
    child.kill('SIGKILL');
    await eventually(() => expect(existsSync(join(dataDir, 'data', 'postmaster.pid'))).toBe(false));
  });

  it('comes back on the same port when the server itself is killed', async () => {
    const { url } = await start();
    const pid = Number(readFileSync(join(dataDir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGQUIT');
    await eventually(() => expect(existsSync(join(dataDir, 'data', 'postmaster.pid'))).toBe(false));
    await eventually(async () => expect(await ask(url, 'SELECT x FROM kept')).toEqual([{ x: 7 }]));
  });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir });
  running.add(server);
  return server;
}

async function stop(server: EmbeddedPostgres): Promise<void> {
  running.delete(server);
  await server.stop();
}

function portKept(): number {
  return (JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { port: number }).port;
}

async function ask(url: string, statement: string): Promise<object[]> {
  const database = openDatabase(url, { max: 1 });
  try {
    return await database.query(sql([statement]));
  } finally {
    await database.close();
  }
}

/** The same folder's server, run by a process that may be killed. */
function startProcess() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/embedded-starter.ts', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const facts = createInterface({ input: child.stdout });
  return {
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: async () => (await closed)[0] as number | null,
    async told(name: string): Promise<Record<string, string> & { url: string }> {
      for await (const line of facts) {
        const fact = JSON.parse(line) as Record<string, string> & { url: string };
        if (name in fact) return fact;
      }
      throw new Error(`the process ended without telling ${name}`);
    },
  };
}
