import { fork } from 'node:child_process';
import type { MigratingAnswer } from './migrating.js';
import { isMigrated } from '../prisma/migrate.js';
import { EstafetaError } from '../src/shared/errors.js';
import { programFile } from '../src/shared/project-files.js';

/**
 * Brings a database up to this program as `migrate` does, in a process of its own when something is due: what the
 * engine takes of memory would otherwise stay with a process that runs for months.
 *
 * @returns names of the migrations applied now
 * @throws EstafetaError as `migrate`; `migration_broken_off` when that process was ended
 */
export async function migrateApart(databaseUrl: string): Promise<{ applied: string[] }> {
  if (await isMigrated(databaseUrl)) return { applied: [] };
  const answer = await askProcess(databaseUrl);
  if ('applied' in answer) return answer;
  if ('refused' in answer) throw new EstafetaError(answer.refused);
  throw new Error(answer.broken);
}

function askProcess(databaseUrl: string): Promise<MigratingAnswer> {
  const child = fork(programFile('cli', 'migrating.js'));
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as MigratingAnswer));
    child.once('error', reject);
    // After an answer this is heard by nobody.
    child.once('close', () => reject(brokenOff()));
    child.send({ databaseUrl });
  });
}

function brokenOff(): EstafetaError {
  return new EstafetaError({
    code: 'migration_broken_off',
    message: 'The process that brings the database up to date ended before it was done',
    whatToDo:
      'Start again: what it had not finished was undone. If nobody stopped it, look for a want of memory.',
  });
}
