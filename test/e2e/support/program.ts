import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { roomToStart } from './command.js';
import { eventually } from '../../support/eventually.js';

export type Role = 'all' | 'bots' | 'workers' | 'web';

/** One running process of the program. */
export type Program = {
  role: Role;
  pid: number;
  /** Where it serves HTTP; null for a role without a web server. */
  url: string | null;
  /** Everything it has printed so far. */
  output(): string;
  /** Asks it to stop (SIGTERM) and waits. @returns its exit code; null when it had to be killed */
  stop(): Promise<number | null>;
  /** Takes it away in the middle of whatever it does (SIGKILL). */
  kill(): Promise<void>;
};

const startFile = fileURLToPath(new URL('../../../start.mjs', import.meta.url));
const patienceMs = 20_000;
/** Longer: many start at once on a busy machine. */
const startPatienceMs = 45_000;

/** Processes that still run: none may outlive the tests, also when a test file breaks off. */
const running = new Set<() => void>();
process.once('exit', () => {
  for (const end of running) end();
});

/**
 * Starts the program as its users do, and waits until it is ready.
 *
 * @param folder the working folder; what lies there as `.env` would be read
 * @param env all its variables, beside the path to Node
 * @throws Error with what the process printed, when it ends instead
 */
export async function startProgram(
  role: Role,
  { folder, env }: { folder: string; env: Record<string, string> },
): Promise<Program> {
  const child = spawn(process.execPath, [roomToStart, startFile, 'start', '--role', role], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const end = (): void => void child.kill('SIGKILL');
  running.add(end);
  const over = once(child, 'close').then(([code]) => {
    running.delete(end);
    return code as number | null;
  });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const program: Program = {
    role,
    pid: child.pid ?? 0,
    url: null,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(end, patienceMs);
      const code = await over;
      clearTimeout(late);
      return code;
    },
    async kill() {
      end();
      await over;
    },
  };
  await eventually(
    async () => {
      if (hasEnded()) return true;
      program.url = /health: (\S+)\/healthz/.exec(output)?.[1] ?? null;
      if (!output.includes('"started"')) return false;
      return program.url === null || (await fetch(`${program.url}/readyz`)).ok;
    },
    { withinMs: startPatienceMs },
  ).catch(async () => {
    end();
    await over;
  });
  if (hasEnded()) throw new Error(`The program did not start as ${role}:\n${output}`);
  return program;
}
