import type { FailureName } from '../../src/integrations/channel.js';
import { EstafetaError } from '../../src/shared/errors.js';

/** A file that will not be had, in words that a manager understands. */
export class FileRefused extends EstafetaError {
  constructor(readonly reason: FailureName) {
    super({
      code: 'file_refused',
      message: `The file can't be passed on: ${reason}`,
      whatToDo: 'Ask for it to be sent again.',
    });
  }
}
