// `npm run check`: everything CI runs. Every step runs, also after one that failed.
import { spawnSync } from 'node:child_process';
import { prepare, root } from './support/prepare.mjs';

const steps = [
  { name: 'format', script: 'format', advice: 'npm run format:fix' },
  { name: 'lint', script: 'lint' },
  { name: 'types', script: 'types' },
  { name: 'direction', script: 'direction' },
  { name: 'unused', script: 'unused' },
  { name: '.env.example', script: 'env-example', args: ['--', '--check'], advice: 'npm run env-example' },
  { name: 'tests', script: 'test' },
];

await prepare();
const results = steps.map(run);
console.log('\n');
for (const { name, ok, seconds, advice } of results) {
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds} s${!ok && advice ? `   (${advice})` : ''}`,
  );
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;

function run({ script, args = [], ...step }) {
  console.log(`\n── ${step.name}`);
  const start = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', script, ...args], { cwd: root, stdio: 'inherit' });
  return { ...step, ok: status === 0, seconds: ((performance.now() - start) / 1000).toFixed(1) };
}
