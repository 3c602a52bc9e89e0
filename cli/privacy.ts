import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { argumentsInvalid, readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import type { Installation } from './installation.js';
import { configOfProcess } from '../src/config.js';
import { countPerson } from '../src/privacy/count-person.js';
import { askForErasure, goOnWithErasure, readErasure } from '../src/privacy/erase-user.js';
import type { ErasureState } from '../src/privacy/erase-user.js';
import { exportToFolder } from '../src/privacy/export-files.js';
import { systemClock } from '../src/shared/clock.js';
import { openDatabase, sql } from '../src/shared/database.js';
import type { Database } from '../src/shared/database.js';
import { msOfSeconds, wait } from '../src/shared/durations.js';
import { EstafetaError } from '../src/shared/errors.js';
import type { ClientId, UserId } from '../src/shared/ids.js';
import { namedUser } from '../src/users/named-user.js';

const exportUsage = 'export CLIENT USER [--to FOLDER]';
const eraseUsage = 'erase CLIENT USER [--yes]';
const actor = 'command line';
const patienceMs = msOfSeconds(60);

type At = { db: Database; installation: Installation; client_id: ClientId; user_id: UserId };

/** Writes everything that is kept of a user into a folder. */
export async function runExport(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { to: { type: 'string' } }, exportUsage);
  return onUser(positionals, exportUsage, async ({ db, installation, client_id, user_id }) => {
    const now = systemClock.now();
    const to = resolve(values.to ?? `user-${user_id}`);
    const { mediaDir } = installation.config;
    const { files, missing } = await exportToFolder(db, { client_id, user_id, mediaDir, to, now });
    console.log(`Everything kept of user ${user_id} is in ${to}: user.json and ${files - missing} files.`);
    if (missing > 0) console.log(`${missing} more were never fetched from their messenger.`);
    return 0;
  });
}

/** Erases a user, after showing what will be gone. */
export async function runErase(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(
    args,
    { yes: { type: 'boolean', default: false } },
    eraseUsage,
  );
  return onUser(positionals, eraseUsage, async (at) => {
    const { name, ...kept } = await countPerson(at.db, at);
    console.log(`${name ?? 'Without a name'}, user ${at.user_id}:`);
    for (const [what, count] of Object.entries(kept)) console.log(`  ${String(count).padStart(7)} ${what}`);
    if (!values.yes && !(await isMeant())) {
      console.log('Nothing was erased.');
      return 1;
    }
    return erase(at);
  });
}

async function erase({ db, installation, client_id, user_id }: At): Promise<number> {
  const { logger, config } = installation;
  const ids = await askForErasure(db, { client_id, user_id, actor, now: systemClock.now() });
  const tools = {
    db,
    clock: systemClock,
    logger,
    bell: { posts: () => undefined },
    mediaDir: config.mediaDir,
  };
  const until = systemClock.now().getTime() + patienceMs;
  let told = '';
  for (;;) {
    await goOnWithErasure(tools, ids);
    const state = await readErasure(db, ids);
    const line = progressLine(state);
    if (line !== told) console.log(line);
    told = line;
    const isDone = state.erased_at !== null && state.files_left === 0;
    if (isDone) return sayRest(state);
    if (systemClock.now().getTime() > until) {
      console.log('It goes on by itself while Estafeta runs.');
      return 1;
    }
    await wait(500);
  }
}

function progressLine({ erased_at, files, files_left, conversations, messages }: ErasureState): string {
  if (!erased_at) return 'Waiting for what is being sent of them …';
  const left =
    files_left > 0 ? `${files_left} of ${files} files still to remove …` : `${files} files removed.`;
  return `Erased: ${conversations} conversations, ${messages} messages; ${left}`;
}

/** What stands in the group goes when the program that has the bot gets to it. */
function sayRest({ posts_left }: ErasureState): number {
  if (posts_left > 0)
    console.log("What stands of them in the managers' group is removed by the running program.");
  return 0;
}

async function isMeant(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.log('Nobody can be asked here: repeat with --yes.');
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test(
      (await lines.question('Erase all of it for good? Backups still hold it. [y/N] ')).trim(),
    );
  } finally {
    lines.close();
  }
}

async function onUser(
  [slug, wanted, ...more]: readonly string[],
  usage: string,
  work: (at: At) => Promise<number>,
): Promise<number> {
  if (slug === undefined || wanted === undefined || more.length > 0)
    throw argumentsInvalid('Name one client and one user.', usage);
  const installation = await openInstallation(configOfProcess(), { share: true });
  const db = openDatabase(installation.databaseUrl, { max: 2, applicationName: 'estafeta-privacy' });
  try {
    const { id: client_id, timezone } = await clientNamed(db, slug);
    const user_id = await namedUser(db, { client_id, timezone, wanted });
    return await work({ db, installation, client_id, user_id });
  } finally {
    await db.close();
    await installation.close();
  }
}

async function clientNamed(db: Database, slug: string): Promise<{ id: ClientId; timezone: string }> {
  const client = await db.maybeOne<{ id: ClientId; timezone: string }>(
    sql`SELECT id, timezone FROM clients WHERE slug = ${slug}`,
  );
  if (client) return client;
  throw new EstafetaError({
    code: 'client_unknown',
    message: `There is no client ${JSON.stringify(slug)}.`,
    whatToDo: 'See `client list` for those there are.',
  });
}
