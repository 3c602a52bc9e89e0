// Makes the Prisma client from schema.prisma, without a network, when the schema has changed since the last time.
// Plain JavaScript: it runs before anything else can.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const schemaFile = join(root, 'prisma', 'schema.prisma');
const outputFolder = join(root, 'src', 'shared', 'prisma-client');
const stampFile = join(outputFolder, '.made-from');
const { resolve } = createRequire(import.meta.url);

/** @returns {boolean} whether the client on disk was made from this schema by this version of Prisma */
export function clientIsFresh() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();
}

/**
 * Makes the client. Takes one to two seconds.
 * @throws {Error} with Prisma's own words when the schema is wrong
 */
export function generateClient() {
  const prisma = join(dirname(resolve('prisma/package.json')), 'build', 'index.js');
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [prisma, 'generate', '--schema', schemaFile, '--no-hints'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        // Generating needs no engine, yet Prisma downloads one unless it is told of a file that exists.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    },
  );
  if (status !== 0) throw new Error(`prisma generate failed:\n${error?.message ?? ''}${stdout}${stderr}`);
  writeFileSync(stampFile, stamp());
}

function stamp() {
  const { version } = JSON.parse(readFileSync(resolve('prisma/package.json'), 'utf8'));
  return createHash('sha256').update(version).update(readFileSync(schemaFile)).digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (clientIsFresh()) {
    console.log('The Prisma client is up to date.');
  } else {
    generateClient();
    console.log('The Prisma client was made from prisma/schema.prisma.');
  }
}
