// Makes the types of the panel's client from the description of the API, when something it may come from has changed since
// the last time. They are gone when the panel is built: who only runs the program never needs them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);
const root = join(dirname(thisFile), '..', '..');
const typesFile = join(root, 'web', 'panel', 'api', 'generated', 'api-types.ts');

/** @returns {boolean} whether the types on disk were made from the program as it is now */
export function apiTypesAreFresh() {
  return existsSync(typesFile) && readFileSync(typesFile, 'utf8').startsWith(heading());
}

/**
 * Makes the types, in a few seconds, in a process of its own: it loads the whole program.
 * @throws {Error} when the program can't be loaded; why is on the screen then
 */
export function generateApiTypes() {
  const { status } = spawnSync(process.execPath, [thisFile], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error("The types of the panel's client could not be made; see above.");
}

/** The first line of the file: what it was made from. Shapes of routes are written with names from all over the program. */
function heading() {
  const hash = createHash('sha256');
  const files = ['src', join('web', 'server')].flatMap((folder) => typeScriptIn(join(root, folder)));
  for (const file of [...files, join(root, 'package-lock.json'), thisFile]) hash.update(readFileSync(file));
  return `// Made by test/support/api-types.mjs from ${hash.digest('hex')}\n`;
}

function typeScriptIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.ts') && !file.startsWith(join('shared', 'prisma-client')))
    .map((file) => join(folder, file));
}

async function generate() {
  // Read first: what changes while the program is being loaded makes the types old, not the change unseen.
  const first = heading();
  const { tsImport } = await import('tsx/esm/api');
  const { default: typesOf, astToString } = await import('openapi-typescript');
  const { describeRoutes } = await tsImport('../../web/server/api/openapi.ts', import.meta.url);
  const { apiRoutes } = await tsImport('../../web/server/api/api-routes.ts', import.meta.url);
  const types = await typesOf(describeRoutes(apiRoutes), {
    // What may be left out of a request may be left out, whatever is put in its place.
    defaultNonNullable: false,
    // A shape with a name is a type of that name.
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    rootTypesKeepCasing: true,
  });
  const draft = `${typesFile}.${process.pid}`;
  mkdirSync(dirname(typesFile), { recursive: true });
  writeFileSync(draft, first + astToString(types));
  renameSync(draft, typesFile);
}

if (process.argv[1] === thisFile && !apiTypesAreFresh()) {
  console.log("Making the types of the panel's client from the description of the API…");
  await generate();
}
