// `npm test`: every test there is, or those of the files named: `npm test -- test/unit/config.test.ts`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingPrograms, prepare, root, sayMissing } from './support/prepare.mjs';

/** How long Jest may stay after its last test before something is taken to have been left open. */
const mayLingerMs = 20_000;

await prepare();
const missing = missingPrograms();
sayMissing(missing);

/** In CI a few files that failed get a second run: a machine may stall. What only then passed is named as unsteady. */
const mayRunAgain = 3;

const wanted = process.argv.slice(2);
const first = await runJest(wanted);
process.exitCode = report(await secondRun(first));

async function secondRun(run) {
  const failed = run.results?.testResults.filter((file) => file.status === 'failed') ?? [];
  const isWorthIt = process.env.CI && wanted.length === 0 && !run.lingered;
  if (!isWorthIt || failed.length === 0 || failed.length > mayRunAgain) return run;
  console.log(`\nUNSTEADY? These failed and are run once more:\n${namesOf(failed).join('\n')}\n`);
  const again = await runJest(failed.map((file) => file.name));
  if (again.results === null) return again;
  const passedBefore = failed.flatMap((file) => file.assertionResults.filter(isPassed)).length;
  const numPassedTests = run.results.numPassedTests - passedBefore + again.results.numPassedTests;
  return { ...again, results: { ...again.results, numPassedTests }, unsteady: namesOf(failed) };
}

function isPassed(test) {
  return test.status === 'passed';
}

/** @returns how Jest ended and what it found; null results when it did not finish */
async function runJest(files) {
  const folder = mkdtempSync(join(tmpdir(), 'estafeta-run-'));
  const resultFile = join(folder, 'result.json');
  const exit = await startJest(files, resultFile);
  const results = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : null;
  rmSync(folder, { recursive: true, force: true });
  return { ...exit, results };
}

/** @returns how Jest ended: its code, or why it had to be ended */
function startJest(files, resultFile) {
  const args = [
    ...[
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
    ],
    ...['--maxWorkers=2', '--json', `--outputFile=${resultFile}`, ...files],
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
function report({ results, code, lingered, unsteady = [] }) {
  sayMissing(missing);
  if (results === null) {
    console.log(`\nThe tests did not finish (exit code ${code}).\n0 passed, 1 failed`);
    return code || 1;
  }
  const brokenFiles = results.testResults.filter((file) => file.status === 'failed');
  if (brokenFiles.length > 0) {
    console.log(`\nFailed:\n${namesOf(brokenFiles).join('\n')}`);
  }
  if (unsteady.length > 0) console.log(`\nUNSTEADY, failed at the first run:\n${unsteady.join('\n')}`);
  if (lingered) {
    console.log('\nThe tests left something open (a process, a port, a timer): Jest did not end by itself.');
  }
  const couldNotRun = results.numRuntimeErrorTestSuites;
  const failed = results.numFailedTests + couldNotRun + (lingered ? 1 : 0);
  if (results.numPendingTests > 0) console.log(`\n${results.numPendingTests} skipped`);
  console.log(`\n${results.numPassedTests} passed, ${failed} failed`);
  return failed > 0 || !results.success ? 1 : 0;
}

function namesOf(files) {
  return files.flatMap((file) => {
    const name = file.name.replace(root, '');
    const failures = file.assertionResults.filter((test) => test.status === 'failed');
    return failures.length === 0
      ? [`  ${name}: could not run`]
      : failures.map((test) => `  ${name}: ${test.fullName}`);
  });
}
