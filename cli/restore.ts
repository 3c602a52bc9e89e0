import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { argumentsInvalid, readArguments } from './arguments.js';
import { withConnection } from './backup/connect.js';
import { checkTables, loadTables } from './backup/load-tables.js';
import { keysFile, mediaFolder, proofPlace, proofText, readManifest } from './backup/manifest.js';
import type { Manifest } from './backup/manifest.js';
import { checkMedia, copyMedia } from './backup/media.js';
import { migrationsOf } from './backup/tables.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { migrate } from '../prisma/migrate.js';
import { configOfProcess } from '../src/config.js';
import type { Config } from '../src/config.js';
import { ensureEmbeddedKeys } from '../src/shared/embedded-keys.js';
import { EstafetaError, messageOf } from '../src/shared/errors.js';
import { projectFile } from '../src/shared/project-files.js';
import { createSealedBox, parseSealingKeys } from '../src/shared/sealed-box.js';

const usage = 'restore FOLDER';
const say = console.log;

/** Brings a backup back, into a place where nothing is yet. */
export async function runRestore(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, usage);
  const [name, ...more] = positionals;
  if (!name || more.length > 0) throw argumentsInvalid('restore takes one folder', usage);
  const folder = resolve(name);
  const manifest = await readManifest(folder);
  const config = configOfProcess();
  refuseNewer(manifest);
  proveKeys(config, folder, manifest);
  say('Reading the backup through …');
  await checkTables(folder, manifest);
  if (manifest.media.included) await checkMedia(mediaFolder(folder), manifest.media);
  await intoDatabase(config, folder, manifest);
  say(
    [
      `Restored as of ${manifest.taken_at}.`,
      'Before it starts: the installation it was taken from must not run any more, or both would answer with the same bots.',
    ].join('\n'),
  );
  return 0;
}

async function intoDatabase(config: Config, folder: string, manifest: Manifest): Promise<void> {
  const embedded = config.databaseUrl
    ? null
    : await startEmbeddedPostgres({ dataDir: join(resolve(config.dataDir), 'postgres'), share: false, say });
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await withConnection(url, (connection) => refuseFilled(connection, manifest));
    // First to where the backup stood; what came later then changes its rows as it changed everybody's.
    await migrateTo(url, manifest.migrations);
    // Files before rows: when the rows are there, everything they name is there.
    if (manifest.media.included) await copyMedia(mediaFolder(folder), resolve(config.mediaDir));
    say('Rows:');
    await withConnection(url, (connection) => loadTables(connection, { folder, manifest, say }));
    const { applied } = await migrate(url);
    if (applied.length > 0) say(`Brought up to date: ${applied.join(', ')}`);
  } finally {
    await embedded?.stop();
  }
}

/**
 * Only an empty database will do, or one that an interrupted restore of the same backup has prepared.
 *
 * @throws EstafetaError `restore_not_empty`
 */
async function refuseFilled(connection: pg.ClientBase, { migrations }: Manifest): Promise<void> {
  const found = await migrationsOf(connection);
  if (found.length === 0) return;
  const { rows } = await connection.query(`SELECT FROM clients LIMIT 1`);
  if (rows.length === 0 && found.join() === migrations.join()) return;
  throw new EstafetaError({
    code: 'restore_not_empty',
    message: 'This database is in use by Estafeta already; nothing was changed.',
    whatToDo:
      'Restore into an empty one: name a new database in DATABASE_URL, or another folder in DATA_DIR for the embedded one.',
  });
}

async function migrateTo(url: string, names: readonly string[]): Promise<void> {
  const some = await mkdtemp(join(tmpdir(), 'estafeta-migrations-'));
  try {
    for (const name of names)
      await cp(projectFile('prisma', 'migrations', name), join(some, name), { recursive: true });
    await migrate(url, some);
  } finally {
    await rm(some, { recursive: true, force: true });
  }
}

/** @throws EstafetaError `backup_newer` */
function refuseNewer({ migrations }: Manifest): void {
  const unknown = migrations.filter((name) => !existsSync(projectFile('prisma', 'migrations', name)));
  if (unknown.length === 0) return;
  throw new EstafetaError({
    code: 'backup_newer',
    message: `The backup was made by a newer version: this one doesn't know ${unknown.join(', ')}.`,
    whatToDo: 'Restore it with the version that made it, or a later one.',
  });
}

/**
 * The backup's secrets must open with the keys of this place. Keys that came with the backup are put where they belong,
 * unless others are there.
 *
 * @throws EstafetaError `restore_keys_wrong`
 */
function proveKeys(config: Config, folder: string, manifest: Manifest): void {
  const dataDir = resolve(config.dataDir);
  const ownKeys = join(dataDir, 'encryption-keys');
  const hasKeys = config.encryptionKeys !== undefined || existsSync(ownKeys);
  try {
    if (!hasKeys && !manifest.keys_included) throw new Error('there are no keys here');
    if (!hasKeys) {
      mkdirSync(dataDir, { recursive: true });
      copyFileSync(keysFile(folder), ownKeys);
    }
    const box = createSealedBox(parseSealingKeys(config.encryptionKeys ?? ensureEmbeddedKeys(dataDir)));
    if (box.open(manifest.sealed_proof, proofPlace) !== proofText)
      throw new Error('they open something else');
  } catch (error) {
    throw new EstafetaError({
      code: 'restore_keys_wrong',
      message: `The tokens in the backup can't be opened with the keys of this place: ${messageOf(error)}.`,
      whatToDo: `Give the keys of the installation it was taken from: in ENCRYPTION_KEYS, or as the file ${ownKeys}.`,
      cause: error,
    });
  }
}
