import { migrate } from '../prisma/migrate.js';
import { EstafetaError, messageOf } from '../src/shared/errors.js';
import type { EstafetaErrorParts } from '../src/shared/errors.js';

/** What came of it, as it goes from process to process. */
export type MigratingAnswer = { applied: string[] } | { refused: EstafetaErrorParts } | { broken: string };

// A process of its own, started by `migrate-apart.ts`: it is told one database, answers once and ends.
process.once('message', ({ databaseUrl }: { databaseUrl: string }) => {
  void migrate(databaseUrl)
    .catch(whyNot)
    .then((answer) => process.send?.(answer, undefined, undefined, () => process.disconnect()));
});

function whyNot(error: unknown): MigratingAnswer {
  if (!(error instanceof EstafetaError)) return { broken: messageOf(error) };
  const { code, message, whatToDo } = error;
  return { refused: { code, message, whatToDo } };
}
