import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fieldReasons } from '../../../src/shared/field-problem.js';
import { en } from '../../../web/panel/texts/languages/en.js';
import { kk } from '../../../web/panel/texts/languages/kk.js';
import { ru } from '../../../web/panel/texts/languages/ru.js';

// Whatever the API refuses with, a person may read: so each code that stands in a file the API runs has words in every
// language, or stands here with the reason why nobody in a browser meets it.
const neverInABrowser: Readonly<Record<string, string>> = {
  credentials_missing: 'only who holds a connection opens its credentials',
  export_not_written: 'exports are written by the command line',
  working_hours_closed: 'told beside the field of the hours',
  working_hours_invalid: 'hours that were kept were checked before, by the same rules',
  custom: "zod's name for a check of ours; fields_invalid is what comes of it",
  credentials_invalid:
    'credentials that were kept were checked before: something is wrong with the installation',
  encryption_keys_invalid: 'the program does not start with it',
  id_invalid: 'ids in addresses are checked by the route',
  not_for_tokens: 'only a program has a token',
  prisma_unbound: 'a mistake in the program',
  row_count: 'answered as internal',
  scope_missing: 'only a program has a token',
  seal_broken: 'answered as internal',
  seal_key_unknown: 'answered as internal',
  texts_invalid: 'the program does not start with it',
  transaction_over: 'answered as internal',
  transaction_rolled_back: 'answered as internal',
};

const languages = { ru, en, kk };
const root = resolve('.');

/** What the API runs: its own files and all that they import, but for types. */
function filesOfTheApi(): Map<string, string> {
  const found = new Map<string, string>();
  const waiting = ['web/server/api/api.ts', 'web/server/api/api-routes.ts'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path) || path.includes('prisma-client')) continue;
    const source = readFileSync(path, 'utf8');
    found.set(path, source);
    const imports = source.matchAll(/(?:^(?:import|export)(?! type)[^;]*? from |import\()'(\.[^']+)\.js'/gm);
    for (const [, name = ''] of imports) {
      const file = relative(root, resolve(dirname(path), `${name}.ts`));
      if (existsSync(file)) waiting.push(file);
    }
  }
  return found;
}

describe('What the API refuses with', () => {
  const files = filesOfTheApi();
  const places = [...files].flatMap(([path, source]) =>
    [...source.matchAll(/(?:\bcode: |invalidInput\(\s*)'([a-z_]+)'/g)].map(([, code = '']) => ({
      code,
      path,
    })),
  );
  const codes = new Set(places.map(({ code }) => code));

  it('is looked for where refusals are known to stand', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['web/server/api/guard.ts', 'src/admins/sign-in.ts', 'src/handovers/take.ts']),
    );
    expect([...codes]).toEqual(expect.arrayContaining(['stale_edit', 'code_wrong', 'already_yours']));
  });

  it.each(Object.entries(languages))('has words for every code in %s', (_language, { refusals }) => {
    const speechless = places.filter(
      ({ code }) => !(code in neverInABrowser) && !Object.hasOwn(refusals.codes, code),
    );
    expect(speechless).toEqual([]);
  });

  it('has no words for codes nobody is refused with, and no excuse for them', () => {
    const told = [...Object.keys(en.refusals.codes), ...Object.keys(neverInABrowser)];
    expect(told.filter((code) => !codes.has(code))).toEqual([]);
    expect(Object.keys(neverInABrowser).filter((code) => Object.hasOwn(en.refusals.codes, code))).toEqual([]);
  });

  it('names its code where it is thrown, so that it is found here', () => {
    const unnamed = [...files].flatMap(([path, source]) =>
      [...source.matchAll(/new (?:EstafetaError|Refusal)\((?:'\w+', )?\{\s*code(?:,|: [^'])/g)].map(
        () => path,
      ),
    );
    // There `invalidInput` passes on what it is given; it is looked for where that is called.
    expect(unnamed).toEqual(['src/shared/errors.ts']);
  });

  it.each(Object.entries(languages))(
    'has words for every reason of a field in %s',
    (_language, { refusals }) => {
      expect(Object.keys(refusals.reasons).toSorted()).toEqual(Object.keys(fieldReasons).toSorted());
    },
  );

  it('names a reason in every check of its own that a field may break', () => {
    const home = 'src/shared/field-problem.ts';
    const mute = [...files].flatMap(([path, source]) =>
      path === home
        ? []
        : [...source.matchAll(/\.regex\(|\.refine\(|\.addIssue\(|\.check\(/g)].flatMap(({ index }) => {
            const call = callAt(source, index);
            return call.includes('because(') ? [] : [`${path}: ${call}`];
          }),
    );
    expect(mute.filter((one) => !ofTheEnvironment.some((path) => one.startsWith(path)))).toEqual([]);
  });
});

/** What is checked there is no field of the panel: variables of the environment. */
const ofTheEnvironment = ['src/config-entries.ts', 'src/assistant/model-prices.ts'];

/** The whole call that begins at a place. */
function callAt(source: string, from: number): string {
  let depth = 0;
  for (let at = source.indexOf('(', from); at < source.length; at += 1) {
    if (source[at] === '(') depth += 1;
    if (source[at] === ')') depth -= 1;
    if (depth === 0) return source.slice(from, at + 1);
  }
  return source.slice(from);
}
