import type { Refusal as MachineRefusal } from './handover-decision.js';
import type { EstafetaErrorParts } from '../shared/errors.js';
import { Refusal } from '../shared/refusal.js';

/** Why nothing was written to the user. */
export type NotWritten = { refusal: 'not_taken' };

/**
 * Why a request stays as it is, for who acts in the panel: who was first. The code is the machine's own word for it.
 *
 * @returns to be thrown, so that nothing of what was begun stays
 */
export function tooLate(refused: MachineRefusal | NotWritten): Refusal {
  return new Refusal('conflict', {
    ...told(refused),
    whatToDo: 'Look at the request again: it shows how it stands now.',
  });
}

function told(refused: MachineRefusal | NotWritten): Pick<EstafetaErrorParts, 'code' | 'message' | 'params'> {
  switch (refused.refusal) {
    case 'already_open':
      return { code: 'already_open', ...takenBy(refused.who) };
    case 'taken_by_other':
      return { code: 'taken_by_other', ...takenBy(refused.who) };
    case 'already_yours':
      return { code: 'already_yours', message: 'This request is yours already.' };
    case 'already_ended':
      return { code: 'already_ended', message: 'This request has ended.' };
    case 'not_open':
      return { code: 'not_open', message: 'This request has ended.' };
    case 'not_due':
      return { code: 'not_due', message: 'This request has ended.' };
    case 'already_in_queue':
      return { code: 'already_in_queue', message: 'This request is in the queue already.' };
    case 'not_taken':
      return {
        code: 'not_taken',
        message: 'Nobody has taken this request yet; take it to write to the customer.',
      };
  }
}

function takenBy(who: string | null): Pick<EstafetaErrorParts, 'message' | 'params'> {
  return { message: `${who ?? 'Somebody'} has taken this request.`, params: who === null ? {} : { who } };
}
