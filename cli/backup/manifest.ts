import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EstafetaError, messageOf } from '../../src/shared/errors.js';

const fileName = 'backup.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a backup says of itself. It is written last: a folder without it is no backup. */
const manifestSchema = z.object({
  format: z.literal(1),
  /** The moment the database stands at in it. */
  taken_at: z.iso.datetime(),
  /** Names of the migrations its database had, in order. */
  migrations: z.array(z.string().regex(/^\d{4}_\w+$/)).min(1),
  /** Something sealed with the installation's key: only who has that key can use the tokens in the backup. */
  sealed_proof: z.string(),
  tables: z.array(
    z.object({
      name: z.string().regex(/^[a-z_]+$/),
      columns: z.array(z.string().regex(/^[a-z0-9_]+$/)),
      rows: z.number().int().nonnegative(),
      sha256,
    }),
  ),
  /** Numbers to go on from. */
  sequences: z.array(z.object({ name: z.string().regex(/^[a-z0-9_]+$/), value: z.string().regex(/^\d+$/) })),
  media: z.object({ included: z.boolean(), files: z.number().int(), bytes: z.number() }),
  keys_included: z.boolean(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type BackedUpTable = Manifest['tables'][number];

/** The place of the proof that a key fits, see {@link Manifest.sealed_proof}. */
export const proofPlace = { client: null, table: 'backup', column: 'sealed_proof', row: 'backup' };
export const proofText = 'estafeta';

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, fileName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
}

/** @throws EstafetaError `backup_unreadable` when the folder is no backup, or one of a later program */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, fileName), 'utf8')));
  } catch (error) {
    throw new EstafetaError({
      code: 'backup_unreadable',
      message: `${folder} is no backup that can be read: ${error instanceof z.ZodError ? `${fileName} is of another shape` : messageOf(error)}`,
      whatToDo:
        'Name a folder that `backup` made and finished. One made by a newer version needs that version, or a later one.',
      cause: error,
    });
  }
}

/** Where a table's rows are in a backup. */
export function tableFile(folder: string, table: string): string {
  return join(folder, 'tables', `${table}.copy.gz`);
}

export function mediaFolder(folder: string): string {
  return join(folder, 'media');
}

export function keysFile(folder: string): string {
  return join(folder, 'encryption-keys');
}
