import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../support/eventually.js';

/** A command as it runs: `node start.mjs …`, in a folder of its own, with no environment but what is given. */
export type Command = {
  pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Waits until it has printed this. Throws with all it printed when it ends before. */
  says(words: RegExp | string): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  /** Its exit code; null when a signal ended it. */
  ended: Promise<number | null>;
};

export type Environment = Readonly<Record<string, string>>;

/** With more room for what is new a start collects garbage less often: a fifth of its work, and there are a hundred of them. */
export const roomToStart = '--min-semi-space-size=16';

const entry = fileURLToPath(new URL('../../../start.mjs', import.meta.url));
const running = new Set<Command>();
const folders: string[] = [];
// None may outlive the tests, also when a test file breaks off.
process.once('exit', () => {
  for (const command of running) command.signal('SIGKILL');
});

/** An empty folder that is gone after the file's tests. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'estafeta-e2e-'));
  folders.push(folder);
  return folder;
}

/** Starts a command. Whatever a test leaves running is ended by {@link endCommands}. */
export function startCommand(args: readonly string[], env: Environment, folder: string): Command {
  const child = spawn(process.execPath, [roomToStart, entry, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (printed += part.toString()));
  let isOver = false;
  const ended = once(child, 'close').then(([code]) => {
    isOver = true;
    running.delete(command);
    return code as number | null;
  });
  const command: Command = {
    pid: child.pid ?? 0,
    output: () => printed,
    async says(words) {
      const pattern = new RegExp(words);
      const found = await eventually(() => pattern.exec(printed) ?? (isOver ? 'over' : false), {
        withinMs: 60_000,
      });
      if (found === 'over') throw new Error(`It ended without saying ${pattern}. It said:\n${printed}`);
      return found;
    },
    signal: (name) => void child.kill(name),
    ended,
  };
  running.add(command);
  return command;
}

/** Runs a command to its end. */
export async function runCommand(
  args: readonly string[],
  env: Environment,
  folder: string,
): Promise<{ code: number | null; output: string }> {
  const command = startCommand(args, env, folder);
  const code = await command.ended;
  return { code, output: command.output() };
}

/** Ends what still runs and removes the folders: for `afterAll`. */
export async function endCommands(): Promise<void> {
  const left = [...running];
  for (const command of left) command.signal('SIGKILL');
  await Promise.all(left.map(({ ended }) => ended));
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}
