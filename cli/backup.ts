import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argumentsInvalid, readArguments } from './arguments.js';
import { withConnection } from './backup/connect.js';
import { dumpTables } from './backup/dump-tables.js';
import { keysFile, mediaFolder, proofPlace, proofText, writeManifest } from './backup/manifest.js';
import type { Manifest } from './backup/manifest.js';
import { copyMedia } from './backup/media.js';
import { openInstallation } from './installation.js';
import type { Installation } from './installation.js';
import { configOfProcess } from '../src/config.js';
import { systemClock } from '../src/shared/clock.js';
import { EstafetaError } from '../src/shared/errors.js';

const usage = 'backup [FOLDER] [--with-keys] [--no-media]';

/** Writes the whole installation into a folder, while it runs. */
export async function runBackup(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(
    args,
    { 'with-keys': { type: 'boolean', default: false }, 'no-media': { type: 'boolean', default: false } },
    usage,
  );
  if (positionals.length > 1) throw argumentsInvalid('backup takes one folder', usage);
  const folder = resolve(positionals[0] ?? join('backups', stamp(systemClock.now())));
  if (existsSync(folder)) throw folderTaken(folder);
  const installation = await openInstallation(configOfProcess(), { share: true });
  try {
    const wanted = { folder, keys: values['with-keys'], media: !values['no-media'] };
    const manifest = await backUp(installation, wanted, console.log);
    console.log(summary(folder, manifest));
    return 0;
  } finally {
    await installation.close();
  }
}

type Wanted = { folder: string; keys: boolean; media: boolean };

/** Under another name until it is whole: half a backup must not pass for one. */
async function backUp(
  installation: Installation,
  { folder, keys, media }: Wanted,
  say: (line: string) => void,
): Promise<Manifest> {
  const { config, databaseUrl, sealedBox } = installation;
  const draft = `${folder}.unfinished`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  say('Rows:');
  const dumped = await withConnection(databaseUrl, (connection) => dumpTables(connection, draft, say));
  // After the rows: every file that they name is there by now.
  const copied = media
    ? await copyMedia(resolve(config.mediaDir), mediaFolder(draft))
    : { files: 0, bytes: 0 };
  const ownKeys = join(resolve(config.dataDir), 'encryption-keys');
  const keys_included = keys && !config.encryptionKeys && existsSync(ownKeys);
  if (keys_included) await copyFile(ownKeys, keysFile(draft));
  const manifest: Manifest = {
    format: 1,
    ...dumped,
    sealed_proof: sealedBox.seal(proofText, proofPlace),
    media: { included: media, ...copied },
    keys_included,
  };
  await writeManifest(draft, manifest);
  await rename(draft, folder);
  return manifest;
}

function summary(folder: string, { tables, media, keys_included, taken_at }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const files = media.included ? `${media.files} files (${megabytes(media.bytes)} MB)` : 'no files';
  return [
    `${folder}: ${rows} rows, ${files}, as of ${taken_at}.`,
    keys_included
      ? 'The encryption keys are in it: whoever has this folder can use the bots.'
      : 'The encryption keys are not in it. Keep them elsewhere (ENCRYPTION_KEYS, or DATA_DIR/encryption-keys): without them the tokens in it are lost.',
    'It holds what customers wrote: keep it as safe as the server.',
  ].join('\n');
}

function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(1);
}

/** `2026-11-22T10-30-00`: sorts by time, and may be a folder everywhere. */
function stamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(':', '-');
}

function folderTaken(folder: string): EstafetaError {
  return new EstafetaError({
    code: 'folder_taken',
    message: `${folder} is there already.`,
    whatToDo: 'Name another folder, or none: then it is named by the time.',
  });
}
