// `npm run bench` runs every benchmark, `npm run bench turn` one of them.
import { benchOfflineClassifier } from './offline-classifier.js';
import { benchPanel } from './panel.js';
import { benchSweep } from './sweep.js';
import { benchThroughput } from './throughput.js';
import { benchTurn } from './turn.js';

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  turn: benchTurn,
  throughput: benchThroughput,
  sweep: benchSweep,
  panel: benchPanel,
  'offline-classifier': benchOfflineClassifier,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n# ${name}`);
    await run();
  }
}
