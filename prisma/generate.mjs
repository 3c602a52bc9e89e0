// Makes the Prisma client from schema.prisma when the schema has changed since the last time. It calls Prisma's generator
// itself: the `prisma` command line would bring 180 MB that nothing here needs, and looks for an engine to download.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);
const root = join(dirname(thisFile), '..');
const schemaFile = join(root, 'prisma', 'schema.prisma');
const stampFile = join(root, 'src', 'shared', 'prisma-client', '.made-from');
const require = createRequire(import.meta.url);

/** @returns {boolean} whether the client on disk was made from this schema by this version of Prisma */
export function clientIsFresh() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();
}

function stamp() {
  return createHash('sha256').update(prismaVersion()).update(readFileSync(schemaFile)).digest('hex');
}

function prismaVersion() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies['@prisma/client'];
}

/**
 * Makes the client, in one to three seconds, in a process of its own: what that loads would stay in the memory of this one.
 * @throws {Error} when the schema is wrong; Prisma's own words are on the screen then
 */
export function generateClient() {
  const { status } = spawnSync(process.execPath, [thisFile], { cwd: root, stdio: 'inherit' });
  if (status !== 0)
    throw new Error('The Prisma client could not be made from prisma/schema.prisma; see above.');
}

async function runGenerator() {
  // Their builds as ES modules name files that don't exist.
  const { getGenerators, loadSchemaContext } = require('@prisma/internals');
  const { PrismaClientTsGenerator } = require('@prisma/client-generator-ts');
  const schemaContext = await loadSchemaContext({
    schemaPath: { baseDir: root, cliProvidedPath: schemaFile },
    cwd: root,
    printLoadMessage: false,
  });
  const generators = await getGenerators({
    schemaContext,
    version: prismaVersion(),
    registry: { 'prisma-client': { type: 'in-process', generator: new PrismaClientTsGenerator() } },
  });
  for (const generator of generators) {
    await generator.generate();
    generator.stop();
  }
  writeFileSync(stampFile, stamp());
}

if (process.argv[1] === thisFile && !clientIsFresh()) {
  console.log('Making the Prisma client from prisma/schema.prisma…');
  await runGenerator();
}
