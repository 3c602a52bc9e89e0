import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A file that breaks a rule of the house, and the rule that has to notice. */
interface Breach {
  file: string;
  text: string;
  rule: string;
}

const forLinter = [
  breach('src/reads-the-time.ts', 'export const started = Date.now();', 'estafeta(no-clock)'),
  breach('src/reads-the-time-anew.ts', 'export const moment = new Date();', 'estafeta(no-clock)'),
  breach('bots/prints-the-time.ts', 'export const text = Date();', 'estafeta(no-clock)'),
  breach('web/panel/reads-the-time.tsx', 'export const started = Date.now();', 'estafeta(no-clock)'),
  breach('src/asks-the-environment.ts', "export const home = process.env['HOME'];", 'node(no-process-env)'),
  breach(
    'src/prints.ts',
    "export function hello(): void {\n  console.log('hello');\n}",
    'eslint(no-console)',
  ),
  breach('src/exports-by-default.ts', 'const one = 1;\nexport default one;', 'import(no-default-export)'),
  breach(
    'src/forgets-a-promise.ts',
    'async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}',
    'typescript(no-floating-promises)',
  ),
  breach('src/takes-anything.ts', 'export const anything: any = 1;', 'typescript(no-explicit-any)'),
  breach(
    'src/is-unfinished.ts',
    `// ${'todo'.toUpperCase()}: the rest\nexport const one = 1;`,
    'eslint(no-warning-comments)',
  ),
  breach(
    'src/silences-types.ts',
    '// @ts-ignore\nexport const one: string = 1;',
    'typescript(ban-ts-comment)',
  ),
  breach(
    'src/long-function.ts',
    `export function long(): number {\n  let sum = 0;\n${lines(60)}  return sum;\n}`,
    'eslint(max-lines-per-function)',
  ),
  breach('src/long-file.ts', `export let sum = 0;\n${lines(310)}`, 'eslint(max-lines)'),
  breach(
    'src/one.ts',
    "import { two } from './two.js';\n\nexport const one = (): number => two() + 1;",
    'import(no-cycle)',
  ),
];
const forDirection = [
  breach(
    'src/one.ts',
    "import { two } from './two.js';\n\nexport const one = (): number => two() + 1;",
    'no-cycle',
  ),
  breach(
    'src/starts-bots.ts',
    "import '../bots/telegram/bot.js';\n\nexport const one = 1;",
    'src-knows-no-starter',
  ),
  breach('bots/telegram/bot.ts', "import '../../web/panel.js';\n\nexport const one = 1;", 'bots-stand-alone'),
  breach('web/panel.ts', "import { Bot } from 'grammy';\n\nexport const panel = Bot;", 'one-home-grammy'),
  breach('src/rings.ts', "import { Queue } from 'bullmq';\n\nexport const queue = Queue;", 'one-home-bullmq'),
  breach('src/stores.ts', "import pg from 'pg';\n\nexport const pool = pg;", 'one-home-pg'),
  breach(
    'src/asks-a-model.ts',
    "import { OpenAI } from 'openai';\n\nexport const model = OpenAI;",
    'one-home-openai',
  ),
  breach(
    'src/keeps.ts',
    "import { Redis } from 'ioredis';\n\nexport const redis = Redis;",
    'one-home-ioredis',
  ),
  breach(
    'src/links-a-phone.ts',
    "import { makeWASocket } from '@whiskeysockets/baileys';\n\nexport const socket = makeWASocket;",
    'one-home-baileys',
  ),
  breach(
    'web/listens.ts',
    "import { WebSocket } from 'ws';\n\nexport const socket = WebSocket;",
    'one-home-ws',
  ),
  breach(
    'web/server/draws.ts',
    "import { createRoot } from 'react-dom/client';\n\nexport const root = createRoot;",
    'one-home-react',
  ),
  breach(
    'web/panel/reads-rows.tsx',
    "import '../../src/shared/knows.js';\n\nexport const one = <b />;",
    'panel-is-a-page',
  ),
  breach(
    'web/panel/knows-a-route.ts',
    "import type { root } from '../server/draws.js';\n\nexport type Root = typeof root;",
    'panel-asks-by-the-description',
  ),
  breach(
    'src/opens-the-page.ts',
    "import '../web/panel/reads-rows.js';\n\nexport const one = 1;",
    'server-knows-no-page',
  ),
  breach('src/shared/knows.ts', "import '../rings.js';\n\nexport const one = 1;", 'shared-knows-no-product'),
  breach(
    'src/texts/greeting.ts',
    "import '../shared/clock.js';\n\nexport const one = 1;",
    'decisions-are-pure',
  ),
  breach(
    'src/uses-a-test.ts',
    "import '../test/helper.js';\n\nexport const one = 1;",
    'no-tests-in-the-program',
  ),
  breach(
    'src/uses-a-tool.ts',
    "import fc from 'fast-check';\n\nexport const check = fc;",
    'no-development-package-in-the-program',
  ),
  breach('src/misses.ts', "import './nowhere.js';\n\nexport const one = 1;", 'nothing-unresolved'),
  breach('src/alone.ts', 'export const one = 1;', 'no-orphan'),
];
const innocent = [
  breach('src/two.ts', "import { one } from './one.js';\n\nexport const two = (): number => one() + 1;", ''),
  breach('src/shared/clock.ts', 'export const systemClock = { now: (): Date => new Date() };', ''),
  breach(
    'src/moment.ts',
    "import { systemClock } from './shared/clock.js';\n\nexport const later = new Date(systemClock.now());",
    '',
  ),
  breach('test/helper.ts', 'export const started = Date.now();', ''),
];

describe('The rules of the house', () => {
  let house: string;
  let said: { linter: string[]; direction: string[] };

  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'estafeta-rules-'));
    for (const file of [
      '.oxlintrc.json',
      '.dependency-cruiser.cjs',
      'package.json',
      'tsconfig.json',
      'test/rules/clock-rule.mjs',
    ]) {
      cpSync(join(root, file), join(house, file));
    }
    symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
    for (const { file, text } of [...forLinter, ...forDirection, ...innocent]) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), `${text}\n`);
    }
    said = {
      linter: tool('oxlint', ['--format', 'unix', '.']),
      direction: tool('depcruise', ['--config', '.dependency-cruiser.cjs', 'src', 'bots', 'web']),
    };
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it.each(forLinter)('the linter notices $file: $rule', ({ file, rule }) => {
    expect(said.linter).toContainEqual(expect.stringMatching(pattern(`${file}:`, rule)));
  });

  it.each(forDirection)('the direction check notices $file: $rule', ({ file, rule }) => {
    expect(said.direction).toContainEqual(expect.stringMatching(pattern(`error ${rule}:`, file)));
  });

  it('nothing is said about the clock itself, a moment made from a value, or a test', () => {
    const complaints = said.linter.filter((line) => line.includes('no-clock'));
    expect(complaints.filter((line) => innocent.some(({ file }) => line.startsWith(file)))).toEqual([]);
  });

  function tool(name: string, args: string[]): string[] {
    const { stdout } = spawnSync(join(root, 'node_modules/.bin', name), args, {
      cwd: house,
      encoding: 'utf8',
    });
    return stdout.split('\n').map((line) => line.trim().replace(`${house}/`, ''));
  }
});

function breach(file: string, text: string, rule: string): Breach {
  return { file, text, rule };
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `  sum += ${i};\n`).join('');
}

/** Both words in this order, taken literally. */
function pattern(first: string, second: string): RegExp {
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`${literal(first)}.*${literal(second)}`);
}
