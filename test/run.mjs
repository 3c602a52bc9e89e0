// `npm test`: every test there is, or those of the files named: `npm test -- test/unit/config.test.ts`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingPrograms, prepare, root, sayMissing } from './support/prepare.mjs';

/** How long Jest may stay after its last test before something is taken to have been left open. */
const mayLingerMs = 20_000;

/** One more than there are cores: stories wait for the program more than they compute. */
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
function runJest() {
  const args = [
    ...[
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
    ],
    ...[`--maxWorkers=${workers}`, '--json', `--outputFile=${resultFile}`, ...process.argv.slice(2)],
  ];
  // --json without a file prints to standard output; with one, Jest's readable report stays on standard error.
  const jest = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  // Ctrl-C reaches Jest by itself, it is in the same group; a TERM sent to this process alone does not.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => jest.kill('SIGTERM'));
  let lingering;
  const watch = setInterval(() => {
    if (lingering === undefined && existsSync(resultFile)) {
      lingering = setTimeout(() => jest.kill('SIGKILL'), mayLingerMs);
    }
  }, 1_000);
  return new Promise((resolve) => {
    jest.on('exit', (code, signal) => {
      clearInterval(watch);
      clearTimeout(lingering);
      resolve({ code, lingered: signal === 'SIGKILL' && existsSync(resultFile) });
    });
  });
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
    console.log('\nThe tests left something open (a process, a port, a timer): Jest did not end by itself.');
  }
  const couldNotRun = results.numRuntimeErrorTestSuites;
  const failed = results.numFailedTests + couldNotRun + (lingered ? 1 : 0);
  if (results.numPendingTests > 0) console.log(`\n${results.numPendingTests} skipped`);
  console.log(`\n${results.numPassedTests} passed, ${failed} failed`);
  return failed > 0 || !results.success ? 1 : 0;
}
