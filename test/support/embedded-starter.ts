import { startEmbeddedPostgres } from '../../cli/embedded-postgres.js';
import { explain } from '../../src/shared/errors.js';

// A process that runs the embedded PostgreSQL of the folder it is given, for tests that kill it. One JSON line a fact.
const tell = (fact: object): boolean => process.stdout.write(`${JSON.stringify(fact)}\n`);

try {
  const { url, stop } = await startEmbeddedPostgres({
    dataDir: process.argv[2] ?? '',
    say: (said) => tell({ said }),
  });
  process.once('SIGTERM', () => void stop());
  tell({ url });
} catch (error) {
  tell({ refused: explain(error) });
  process.exitCode = 1;
}
