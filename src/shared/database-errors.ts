import { EstafetaError } from './errors.js';

/** What of a statement may be shown: never its values. */
type Statement = { text: string };

/** A statement brought another number of rows than its caller can go on with. */
export function wrongRowCount(statement: Statement, count: number, expected: string): EstafetaError {
  return new EstafetaError({
    code: 'row_count',
    message: `Expected ${expected} and got ${count} from: ${statement.text.trim().replace(/\s+/g, ' ').slice(0, 200)}`,
    whatToDo: 'The row may have been removed meanwhile; try again. If it stays, report it with this message.',
  });
}

/** A promise that nobody awaited ran on after its transaction. */
export function transactionOver(statement: Statement): EstafetaError {
  return new EstafetaError({
    code: 'transaction_over',
    message: `A statement came after its transaction had ended: ${statement.text.trim().slice(0, 200)}`,
    whatToDo: 'This is a fault of the program (a promise that nobody awaited); report it with this message.',
  });
}

/** What was thought to be written is not: an error within the transaction was caught, and PostgreSQL had given up. */
export function rolledBackSilently(): EstafetaError {
  return new EstafetaError({
    code: 'transaction_rolled_back',
    message: 'PostgreSQL rolled the transaction back at COMMIT because a statement in it had failed',
    whatToDo:
      'This is a fault of the program (an error in a transaction was caught); report it with this message.',
  });
}
