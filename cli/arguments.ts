import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { EstafetaError, messageOf } from '../src/shared/errors.js';

/**
 * Reads a command's flags and words.
 *
 * @throws EstafetaError `arguments_invalid` with the command's usage
 */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw argumentsInvalid(messageOf(error), usage);
  }
}

/** @param usage as the help shows it */
export function argumentsInvalid(message: string, usage: string): EstafetaError {
  return new EstafetaError({
    code: 'arguments_invalid',
    message,
    whatToDo: `Usage: npm run estafeta -- ${usage}`,
  });
}
