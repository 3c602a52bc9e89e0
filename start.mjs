#!/usr/bin/env node
// What `npm start` and `npm run estafeta -- COMMAND` run. On a fresh clone it installs what is missing, makes the
// Prisma client and builds the program; then the command line runs in this same process. Plain JavaScript without a dependency.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, 'node_modules');
const lockFolder = join(root, '.estafeta', 'installing');

checkNode();
const folder = await prepare().catch((error) => stop(error.message));
const { main } = await import(pathToFileURL(join(folder, 'cli', 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));

function checkNode() {
  const [wanted] = readJson(join(root, 'package.json')).engines.node.match(/[\d.]+/);
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  stop(
    `Estafeta needs Node.js ${wanted} or later; this is ${process.versions.node}.\nGet it from https://nodejs.org and start again.`,
  );
}

/** Installs, generates and builds, whatever of it is due, once even if several starts come at the same time. */
async function prepare() {
  const { clientIsFresh, generateClient } = await import('./prisma/generate.mjs');
  const { build, builtProgram } = await import('./build.mjs');
  const built = builtProgram();
  if (isInstalled() && clientIsFresh() && built.isThere) return built.folder;
  await takeLock();
  try {
    if (!isInstalled()) await install();
    if (!clientIsFresh()) generateClient();
    return await build();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

/** Whether every package the lock file names for running is in node_modules in that version, as npm noted it there. */
function isInstalled() {
  const installed = installedPackages();
  const wanted = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  return wanted.every(
    ([path, { version, dev, optional, devOptional }]) =>
      path === '' || dev || optional || devOptional || installed[path]?.version === version,
  );
}

function installedPackages() {
  // npm writes this file last: without it an installation was broken off.
  const file = join(modules, '.package-lock.json');
  return existsSync(file) ? readJson(file).packages : {};
}

async function install() {
  const forDevelopment =
    Object.values(installedPackages()).some(({ dev }) => dev) || existsSync(join(modules, 'jest'));
  const what = forDevelopment ? [] : ['--omit=dev'];
  console.log('Installing what Estafeta needs from npm. This happens once and takes about a minute…');
  const started = process.hrtime.bigint();
  const seconds = () => Number((process.hrtime.bigint() - started) / 1_000_000_000n);
  const progress = setInterval(() => console.log(`  still installing (${seconds()} s)`), 10_000);
  const code = await npm(['ci', ...what, '--no-audit', '--no-fund', '--loglevel=error']);
  clearInterval(progress);
  if (code !== 0) {
    throw new Error(
      'npm could not install everything; its own words are above.\n' +
        'Check the connection to the npm registry and the room on the disk, then start again.',
    );
  }
  console.log(`Installed in ${seconds()} s.`);
}

/** Runs the npm that started us, or the one on the path. @returns its exit code */
function npm(args) {
  const ours = process.env.npm_execpath;
  if (ours !== undefined && /\.[cm]?js$/.test(ours)) return run(process.execPath, [ours, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}

function run(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', resolve);
  });
}

async function takeLock() {
  mkdirSync(dirname(lockFolder), { recursive: true });
  const ownerFile = join(lockFolder, 'pid');
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lockFolder);
      writeFileSync(ownerFile, String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!told) console.log('Another start is installing; waiting for it…');
    await sleep(500);
    // Its owner was killed, or died before it wrote its number.
    if (!existsSync(ownerFile) || !isAlive(Number(readFileSync(ownerFile, 'utf8')))) {
      rmSync(lockFolder, { recursive: true, force: true });
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
