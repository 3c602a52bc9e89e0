import type { Refusal as MachineRefusal } from './handover-decision.js';
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
    code: refused.refusal,
    message: sentence(refused),
    whatToDo: 'Look at the request again: it shows how it stands now.',
  });
}

function sentence(refused: MachineRefusal | NotWritten): string {
  switch (refused.refusal) {
    case 'already_open':
    case 'taken_by_other':
      return `${refused.who ?? 'Somebody'} has taken this request.`;
    case 'already_yours':
      return 'This request is yours already.';
    case 'already_ended':
    case 'not_open':
    case 'not_due':
      return 'This request has ended.';
    case 'already_in_queue':
      return 'This request is in the queue already.';
    case 'not_taken':
      return 'Nobody has taken this request yet; take it to write to the customer.';
  }
}
