// `npm test`: every test there is, or those of the files named: `npm test -- test/unit/config.test.ts`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { missingPrograms, prepare, root, sayMissing } from './support/prepare.mjs';

/** How long Jest may stay after its last test before something is taken to have been left open. */
const mayLingerMs = 20_000;

/** One more than there are cores: stories wait for the program, too. More only take the time from one another. */
const workers = availableParallelism() + 1;

await prepare();
const missing = missingPrograms();
sayMissing(missing);

const folder = mkdtempSync(join(tmpdir(), 'estafeta-run-'));
const resultFile = join(folder, 'result.json');
const exit = await runJest();
const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : null;
rmSync(folder, { recursive: true, force: true });
process.exitCode = report(result, exit);

/** @returns how Jest ended: its code, or why it had to be ended */
async function runJest() {
  const args = [
    ...['--import', 'tsx', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
    ...[`--maxWorkers=${workers}`, '--json', `--outputFile=${resultFile}`, ...process.argv.slice(2)],
  ];
  // --json without a file prints to standard output; with one, Jest's readable report stays on standard error.
  // It leads a group of its own, to which all it starts belongs: what is left of that afterwards is known.
  const jest = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signalGroup(jest.pid, signal));
  let lingering;
  const watch = setInterval(() => {
    if (lingering === undefined && existsSync(resultFile)) {
      lingering = setTimeout(() => jest.kill('SIGKILL'), mayLingerMs);
    }
  }, 1_000);
  const [code, signal] = await once(jest, 'exit');
  clearInterval(watch);
  clearTimeout(lingering);
  const hasLeft = !(await groupEnds(jest.pid));
  return { code, lingered: hasLeft || (signal === 'SIGKILL' && existsSync(resultFile)) };
}

/** Gives what ends by itself its moment, then ends the rest. @returns whether there was no rest */
async function groupEnds(leader) {
  for (let patience = 50; patience > 0; patience -= 1) {
    if (!signalGroup(leader, 0)) return true;
    await sleep(100);
  }
  signalGroup(leader, 'SIGKILL');
  return false;
}

/** @returns whether there was any process of that group */
function signalGroup(leader, signal) {
  try {
    return process.kill(-leader, signal);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Prints the closing lines. @returns the exit code */
function report(results, { code, lingered }) {
  sayMissing(missing);
  if (results === null) {
    console.log(`\nThe tests did not finish (exit code ${code}).\n0 passed, 1 failed`);
    return code || 1;
  }
  const brokenFiles = results.testResults.filter((file) => file.status === 'failed');
  if (brokenFiles.length > 0) {
    console.log('\nFailed:');
    for (const file of brokenFiles) {
      const failures = file.assertionResults.filter((test) => test.status === 'failed');
      const name = file.name.replace(root, '');
      if (failures.length === 0) console.log(`  ${name}: could not run`);
      for (const test of failures) console.log(`  ${name}: ${test.fullName}`);
    }
  }
  if (lingered) {
    console.log(
      '\nThe tests left a process behind, or something open: what Jest had started did not end with it.',
    );
  }
  const couldNotRun = results.numRuntimeErrorTestSuites;
  const failed = results.numFailedTests + couldNotRun + (lingered ? 1 : 0);
  if (results.numPendingTests > 0) console.log(`\n${results.numPendingTests} skipped`);
  console.log(`\n${results.numPassedTests} passed, ${failed} failed`);
  return failed > 0 || !results.success ? 1 : 0;
}
