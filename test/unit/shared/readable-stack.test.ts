import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readableStack } from '../../../src/shared/readable-stack.js';

const folder = mkdtempSync(join(tmpdir(), 'estafeta-stack-'));
const chunks = join(folder, 'build', 'abc', 'chunks');
const file = join(chunks, 'start-XYZ.js');
mkdirSync(chunks, { recursive: true });
writeFileSync(
  file,
  ['// src/one.ts', 'function one() {', '}', '', '// bots/two.ts', '// said in passing', 'two();'].join('\n'),
);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a stack of the built program', () => {
  const url = pathToFileURL(file).href;

  it('names the source of each place, and where it is in the joined file', () => {
    const stack = `Error: no\n    at one (${url}:2:10)\n    at async ${url}:7:1`;
    expect(readableStack(stack)).toBe(
      'Error: no\n    at one (src/one.ts, start-XYZ.js:2:10)\n    at async bots/two.ts, start-XYZ.js:7:1',
    );
  });

  it('stays as it is where nothing is known', () => {
    const gone = pathToFileURL(join(chunks, 'gone.js')).href;
    const stack = `Error: no\n    at ${gone}:1:1\n    at node:internal/timers:1:2\n    at ${url}:1:1`;
    expect(readableStack(stack)).toBe(stack);
  });
});
