import { EstafetaError } from '../../src/shared/errors.js';

/** A part of a backup is not what was written. */
export function damaged(file: string, what: string, cause?: unknown): EstafetaError {
  return new EstafetaError({
    code: 'backup_damaged',
    message: `${file} is damaged: ${what}`,
    whatToDo: 'Nothing was restored. Copy the backup again, or take an earlier one.',
    cause,
  });
}
