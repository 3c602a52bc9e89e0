// What a fresh clone needs before anything can be checked: the packages, and Prisma's generated client.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Installs and generates what is missing; ends the process with a word about it when installing fails. */
export async function prepare() {
  if (!existsSync(`${root}node_modules/jest/package.json`)) {
    console.log('Installing packages, those for development too (npm ci) …');
    runOrEnd(
      'npm',
      ['ci', '--include=dev', '--no-audit', '--no-fund'],
      'The packages could not be installed. Is the npm registry reachable?',
    );
  }
  const { clientIsFresh, generateClient } = await import('../../prisma/generate.mjs');
  if (!clientIsFresh()) {
    console.log('Generating the Prisma client …');
    generateClient();
  }
}

/** Programs some tests need. @returns the names of those that are missing */
export function missingPrograms() {
  const programs = {
    'redis-server': ['redis-server'],
    chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  };
  return Object.keys(programs).filter((name) => !programs[name].some(isOnPath));
}

/** Says loudly what is not tested for want of a program. */
export function sayMissing(missing) {
  const consequence = {
    'redis-server': 'the queue on Redis is NOT tested (apt-get install redis-server)',
    chromium: 'the playground in a real browser is NOT tested (apt-get install chromium)',
  };
  for (const name of missing) console.log(`\n!!! ${name} is not installed: ${consequence[name]}`);
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));
}

function runOrEnd(command, args, advice) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`\n${advice}`);
  process.exit(1);
}
