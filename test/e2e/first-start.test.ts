import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { openDatabase, sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { endCommands, ownFolder, startCommand } from './support/command.js';
import type { Command } from './support/command.js';

// What somebody sees who has nothing but Node: no database, no Redis, no token, no key.
const folder = await ownFolder();
const env = { DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'warn' };

afterAll(endCommands);

const start = (more: Record<string, string> = {}): Command => startCommand([], { ...env, ...more }, folder);

/** Waits for the playground. @returns its address */
async function playgroundOf(program: Command): Promise<string> {
  const [, address = ''] = await program.says(/Open the playground: (http\S+)/);
  return address;
}

type Stage = { client: string; customers_bot: string; customers: { id: number }[] };
type Chat = { bot?: string; person?: number; messages: { text: string; from: { is_bot: boolean } }[] };

async function stages(address: string): Promise<Stage[]> {
  return (await (await fetch(`${address}/playground/stages`)).json()) as Stage[];
}

/** What stands in all chats of the local Telegram. */
async function textsIn(address: string): Promise<string[]> {
  const { chats } = (await (await fetch(`${address}/control/state`)).json()) as { chats: Chat[] };
  return chats.flatMap(({ messages }) => messages.map(({ text }) => text));
}

async function customerWrites(address: string, text: string): Promise<void> {
  const [stage] = await stages(address);
  const body = JSON.stringify({ person: stage?.customers[0]?.id, chat: stage?.customers_bot, text });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${address}/control/personSends`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
}

const countOf = (texts: string[], text: RegExp): number => texts.filter((one) => text.test(one)).length;

/** The embedded PostgreSQL of this installation, if it runs. */
function postgresPid(): number | null {
  const file = join(folder, 'data/postgres/data/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

/** Waits until it is noted that everything said has arrived: a sender killed before that says it once more. */
async function allIsNoted(): Promise<void> {
  const kept = JSON.parse(readFileSync(join(folder, 'data/postgres/server.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const db = openDatabase(`postgresql://estafeta:${kept.password}@127.0.0.1:${kept.port}/estafeta`);
  const underWay = sql`SELECT FROM messages WHERE delivery_status IN ('queued', 'sending')`;
  await eventually(async () => (await db.query(underWay)).length === 0);
  await db.close();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm start with nothing set up', () => {
  it('opens a playground in which the main job is done', async () => {
    const program = start();
    const address = await playgroundOf(program);
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');

    await customerWrites(address, 'во сколько вы открываетесь?');
    await eventually(async () => countOf(await textsIn(address), /^Мы открыты каждый день/) === 1);

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(new RegExp(`already runs on .*: process ${program.pid}`));
    expect(second.output()).toContain(`kill ${program.pid}`);
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ ok: true });

    const postgres = postgresPid();
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(postgres && isAlive(postgres)).toBe(false);
    await expect(fetch(address)).rejects.toThrow();
  }, 60_000);

  it('keeps what was said for the next start, also when it was killed before', async () => {
    const first = start();
    const address = await playgroundOf(first);
    const before = await textsIn(address);
    expect(countOf(before, /^во сколько вы открываетесь\?$/)).toBe(1);
    expect(countOf(before, /^Мы открыты каждый день/)).toBe(1);
    await customerWrites(address, 'где вы находитесь?');
    await eventually(async () => countOf(await textsIn(address), /^Мы на Абая/) === 1);
    await allIsNoted();
    first.signal('SIGKILL');
    await first.ended;

    const second = start();
    const again = await playgroundOf(second);
    await customerWrites(again, 'у вас есть доставка?');
    await eventually(async () => countOf(await textsIn(again), /^Доставляем по городу/) === 1);
    const texts = await textsIn(again);
    expect(countOf(texts, /^Мы открыты каждый день/)).toBe(1);
    expect(countOf(texts, /^Мы на Абая/)).toBe(1);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
  }, 90_000);

  it('says which port is taken, stops what it had started, and starts on another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const refused = start({ PORT: String(port) });
    expect(await refused.ended).toBe(1);
    other.close();
    expect(refused.output()).toContain(`Port ${port} is taken by another program.`);
    expect(refused.output()).toContain('What to do:');
    const postgres = postgresPid();
    expect(postgres === null || !isAlive(postgres)).toBe(true);
  }, 60_000);
});
