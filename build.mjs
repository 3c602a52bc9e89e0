// Turns the sources into plain JavaScript under build/, joined into few files, in a second: to find and read two thousand
// small ones is most of what a start would cost. Without types: `npm run types`.
// The panel's page is made beside it when something of the panel changed, in a process of its own.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const folders = ['src', 'bots', 'workers', 'web', 'cli', 'playground', 'prisma'];
const panelFolder = join(root, 'web', 'panel');
/** What decides how the program is made, beside its sources: this file, and the versions of packages. */
const recipe = [fileURLToPath(import.meta.url), join(root, 'package-lock.json')];
/** The types of its calls are gone when the page is built (`npm run generate`). */
const typesOfPanel = join(panelFolder, 'api', 'generated');
/** What the panel's page is made of: its own files, and those of the program it may import. */
const panelFolders = [
  panelFolder,
  ...['admins', 'clients', 'prompts', 'texts'].map((folder) => join(root, 'src', folder)),
];
/** What is started as a file of its own. */
const startedFiles = ['main.ts', 'migrating.ts'].map((file) => join(root, 'cli', file));
/** Packages that are many small files, and nothing but JavaScript: joined with the program. Others are left where they are. */
const joinedPackages = [
  ...['@fastify/multipart', '@fastify/static', 'bullmq', 'fastify', 'ioredis', 'libphonenumber-js'],
  ...['openai', 'prom-client', 'qrcode', 'sql-template-tag', 'temporal-polyfill', 'yaml', 'zod'],
];
const target = join(root, 'build');
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The folder of the program as the sources are now. Each state of the sources has its own, so that a process that runs
 * never has its files changed under it.
 *
 * @returns the folder, and whether it is there yet
 */
export function builtProgram() {
  const folder = join(target, stampOf([...sources(), ...sourcesOfPanel(), ...recipe]));
  return { folder, isThere: existsSync(folder) };
}

/** Builds the program, whole or not at all; those of older sources go after a day. @returns its folder */
export async function build() {
  const { folder } = builtProgram();
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  const [panel] = await Promise.all([buildPanel(), compileInto(draft)]);
  cpSync(panel, join(draft, 'web', 'panel'), { recursive: true });
  renameSync(draft, folder);
  removeOlder();
  return folder;
}

/**
 * Joins what is always loaded together; what the program imports only when it needs it stays apart. Names stay, and
 * before each source's part its path stands as a comment: `src/shared/readable-stack.ts` finds an error's file by it.
 */
async function compileInto(folder) {
  const { build: compile, stop } = await import('esbuild');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await compile({
    entryPoints: [...startedFiles, ...languages()],
    outdir: folder,
    outbase: root,
    absWorkingDir: root,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    external: Object.keys(dependencies).filter((name) => !joinedPackages.includes(name)),
    // Packages written for `require` still ask it for what is Node's own.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    // Some packages know their own classes by name.
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  await stop();
}

/** The languages people read: the program finds them by their files, so each stays one. */
function languages() {
  const folder = join(root, 'src', 'texts', 'languages');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

/** @returns the folder with the panel's page as its sources and packages are now */
async function buildPanel() {
  const folder = join(target, `panel-${stampOf([...sourcesOfPanel(), join(root, 'package-lock.json')])}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  const builder = spawn(process.execPath, [join(panelFolder, 'build.mjs'), draft], { stdio: 'inherit' });
  const code = await new Promise((resolve) => builder.on('close', resolve));
  if (code !== 0) throw new Error("The panel's page could not be made; why is said above.");
  renameSync(draft, folder);
  return folder;
}

function removeOlder() {
  for (const name of readdirSync(target)) {
    const folder = join(target, name);
    if (Date.now() - statSync(folder).mtimeMs > dayMs) rmSync(folder, { recursive: true, force: true });
  }
}

function sources() {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((file) => join(root, folder, file))
      .filter((file) => file.endsWith('.ts') && !file.startsWith(panelFolder)),
  );
}

function sourcesOfPanel() {
  return panelFolders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.parentPath !== typesOfPanel)
    .map((entry) => join(entry.parentPath, entry.name));
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

// `node build.mjs`, for an image of a container: nothing is left to be built where it runs.
if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
