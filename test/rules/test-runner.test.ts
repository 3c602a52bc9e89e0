import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ofProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('the runner of these tests', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafeta-runner-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('waits for a worker that starts later than the others', async () => {
    const passes = "test('passes', () => expect(1).toBe(1));";
    await writeFile(join(folder, 'one.test.mjs'), passes);
    await writeFile(join(folder, 'two.test.mjs'), passes);
    await writeFile(
      join(folder, 'late.mjs'),
      "if (process.env.TINYPOOL_WORKER_ID === '2') await new Promise((go) => setTimeout(go, 1500));",
    );
    const config = {
      rootDir: folder,
      testMatch: ['<rootDir>/*.test.mjs'],
      runner: ofProject('test/support/light-runner.mjs'),
    };

    const { stderr } = await run(
      process.execPath,
      [
        ...['--import', join(folder, 'late.mjs'), ofProject('node_modules/jest/bin/jest.js')],
        ...['--config', JSON.stringify(config), '--maxWorkers=2'],
      ],
      { timeout: 40_000, killSignal: 'SIGKILL' },
    );

    expect(stderr).toContain('2 passed, 2 total');
  });
});
