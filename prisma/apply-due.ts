import { EstafetaError, messageOf } from '../src/shared/errors.js';
import { applyMigrations, diagnose, markRolledBack } from './schema-engine.js';
import type { Diagnosis, Migration } from './schema-engine.js';

/** The engine's code for tables without a history. */
const databaseNotEmpty = 'P3005';

/**
 * Applies what a database lacks of these migrations. Whoever calls holds the lock of `migrate.ts`.
 *
 * @returns names of those applied now
 * @throws EstafetaError `database_foreign`, `database_newer`, `migration_edited`, `migration_failed`
 */
export async function applyDue(databaseUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  // A failed one was undone by PostgreSQL as a whole (see applyMigrations), so it may be tried again, also corrected.
  const { failedMigrationNames } = await diagnose(databaseUrl, migrations);
  for (const name of failedMigrationNames) await markRolledBack(databaseUrl, name);
  refuseForeignHistory(await diagnose(databaseUrl, migrations));
  return apply(databaseUrl, migrations);
}

function refuseForeignHistory({ history, editedMigrationNames }: Diagnosis): void {
  if (history && 'unpersistedMigrationNames' in history) {
    throw new EstafetaError({
      code: 'database_newer',
      message: `The database has migrations this program doesn't know: ${history.unpersistedMigrationNames.join(', ')}`,
      whatToDo:
        'It was used by a newer version. Start that version or a later one, or restore a backup made before it.',
    });
  }
  if (editedMigrationNames.length > 0) {
    throw new EstafetaError({
      code: 'migration_edited',
      message: `These migrations were changed after they had been applied: ${editedMigrationNames.join(', ')}`,
      whatToDo:
        'Put the files in prisma/migrations back as they were, and make the change in a new migration.',
    });
  }
}

async function apply(databaseUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  try {
    return await applyMigrations(databaseUrl, migrations);
  } catch (cause) {
    if ((cause as { code?: string }).code === databaseNotEmpty) throw foreignDatabase(cause);
    const { failedMigrationNames } = await diagnose(databaseUrl, migrations);
    throw new EstafetaError({
      code: 'migration_failed',
      message: `Migration ${failedMigrationNames.join(', ')} failed and nothing of it was kept: ${messageOf(cause)}`,
      whatToDo:
        'The earlier migrations stay. Remove the cause PostgreSQL names (often a missing right or a full disk) and start ' +
        'again: it is then tried anew.',
      cause,
    });
  }
}

function foreignDatabase(cause: unknown): EstafetaError {
  return new EstafetaError({
    code: 'database_foreign',
    message: 'The database already holds tables that are not from Estafeta',
    whatToDo: 'Create an empty database for it and name that one in DATABASE_URL.',
    cause,
  });
}
