// `npm run check`: everything CI runs. Every step runs, also after one that failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { apiTypesAreFresh, generateApiTypes } from './support/api-types.mjs';
import { prepare, root } from './support/prepare.mjs';

const steps = [
  { name: 'format', script: 'format', advice: 'npm run format:fix' },
  { name: 'lint', script: 'lint' },
  { name: 'types', script: 'types' },
  { name: 'direction', script: 'direction' },
  { name: 'unused', script: 'unused' },
  { name: '.env.example', script: 'env-example', args: ['--', '--check'], advice: 'npm run env-example' },
];

await prepare();
if (!apiTypesAreFresh()) generateApiTypes();
// Most of these keep one core busy and leave the others idle; the tests want all of them for themselves.
const results = await Promise.all(steps.map((step) => run(step)));
results.push(await run({ name: 'tests', script: 'test' }, 'inherit'));
console.log('\n');
for (const { name, ok, seconds, advice } of results) {
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds} s${!ok && advice ? `   (${advice})` : ''}`,
  );
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;

/** @param output `inherit` shows it as it comes; otherwise it is shown in one piece once the step has ended */
async function run({ script, args = [], ...step }, output = 'pipe') {
  if (output === 'inherit') console.log(`\n── ${step.name}`);
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', script, ...args], {
    cwd: root,
    stdio: ['ignore', output, output],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (output === 'pipe') console.log(`\n── ${step.name}\n${Buffer.concat(said).toString()}`);
  return { ...step, ok: code === 0, seconds };
}
