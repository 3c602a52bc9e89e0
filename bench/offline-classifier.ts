import { trainOfflineClassifier } from '../src/intents/offline-classifier.js';
import { sharedData } from '../test/support/shared-data.js';

type Example = readonly [text: string, intent: string];

/** The default of a client, and a lower one for clients who would rather answer than ask back. */
const THRESHOLDS = [0.6, 0.1];

/** Prints how well and how fast the offline classifier does on public data it was not tuned on. */
export async function benchOfflineClassifier(): Promise<void> {
  await smallClient();
  await clinc150();
  await bitext();
}

/** Ten intents of five examples: what a client writes in an afternoon. */
async function smallClient(): Promise<void> {
  const data = readClinc();
  if (!data) return;
  const names = [...new Set(data.train.map(([, intent]) => intent))].slice(0, 10);
  const few = names.flatMap((name) => data.train.filter(([, intent]) => intent === name).slice(0, 5));
  const known = data.test.filter(([, intent]) => names.includes(intent));
  const others = data.test.filter(([, intent]) => !names.includes(intent));
  await measure(
    'CLINC150 cut to 10 intents of 5 examples; out of scope: all its other intents',
    few,
    known,
    others,
  );
}

async function clinc150(): Promise<void> {
  const data = readClinc();
  if (!data)
    return console.log(
      'CLINC150 IS NOT THERE (test/support/shared-data.ts says where it is looked for): nothing was measured on it.\n',
    );
  await measure('CLINC150, 150 intents of 100 examples', data.train, data.test, data.oos_test);
  console.log(
    '  published (in scope right / out of scope recalled): SVM 88.2/18.0, Rasa 90.9/31.2, MLP 93.4/49.1,',
  );
  console.log(
    '  BERT 96.2/52.3 (Larson et al. 2019, Table 2); a plain TF-IDF with a linear model 92.4/41.5\n',
  );
}

async function bitext(): Promise<void> {
  const train = readBitext('train', 'Training');
  const test = readBitext('test', 'Testing');
  if (!train || !test)
    return console.log(
      'BITEXT IS NOT THERE (test/support/shared-data.ts says where it is looked for): nothing was measured on it.\n',
    );
  const unseen = 'complaint';
  const without = (examples: Example[]): Example[] => examples.filter(([, intent]) => intent !== unseen);
  await measure(
    `Bitext customer service, "${unseen}" kept out of the training as out of scope`,
    without(train),
    without(test),
    test.filter(([, intent]) => intent === unseen),
  );
}

async function measure(
  title: string,
  train: readonly Example[],
  known: readonly Example[],
  others: readonly Example[],
): Promise<void> {
  const examplesOf = new Map<string, string[]>();
  for (const [text, intent] of train) examplesOf.set(intent, [...(examplesOf.get(intent) ?? []), text]);
  const intents = [...examplesOf].map(([name, examples]) => ({ name, examples }));
  const started = performance.now();
  const classifier = await trainOfflineClassifier(intents);
  const trained = performance.now();
  const inScope = known.map(([text, intent]) => ({ ...classifier.classify(text), truth: intent }));
  const outOfScope = others.map(([text]) => classifier.classify(text));
  const each = (performance.now() - trained) / (known.length + others.length);
  console.log(title);
  console.log(
    `  ${train.length} examples learned in ${(trained - started).toFixed(0)} ms, ${each.toFixed(2)} ms a message`,
  );
  console.log(
    `  best guess right, whatever the confidence: ${percent(inScope, ({ intent, truth }) => intent === truth)}`,
  );
  for (const threshold of THRESHOLDS) {
    const right = percent(
      inScope,
      ({ intent, truth, confidence }) => intent === truth && confidence >= threshold,
    );
    const wrong = percent(
      inScope,
      ({ intent, truth, confidence }) => intent !== truth && confidence >= threshold,
    );
    const recalled = percent(outOfScope, ({ confidence }) => confidence < threshold);
    console.log(
      `  threshold ${threshold}: in scope right ${right}, wrong ${wrong}; out of scope recalled ${recalled}`,
    );
  }
  console.log('');
}

function percent<Item>(items: readonly Item[], holds: (item: Item) => boolean): string {
  return `${((100 * items.filter(holds).length) / items.length).toFixed(1)} %`;
}

function readClinc(): Record<'train' | 'test' | 'oos_test', Example[]> | undefined {
  const text = sharedData('clinc150/data_full.json');
  return text === undefined
    ? undefined
    : (JSON.parse(text) as Record<'train' | 'test' | 'oos_test', Example[]>);
}

function readBitext(folder: string, part: string): Example[] | undefined {
  const file = sharedData(`bitext-small/${folder}/Bitext_Sample_Customer_Service_${part}_Dataset.csv`);
  const [, ...lines] = file?.trim().split(/\r?\n/) ?? [];
  if (lines.length === 0) return undefined;
  return lines.map((line) => {
    const [, quoted, plain, intent] = /^(?:"((?:[^"]|"")*)"|([^,]*)),([^,]*)/.exec(
      line,
    ) as unknown as string[];
    return [(quoted ?? plain ?? '').replaceAll('""', '"'), intent ?? ''] as const;
  });
}
