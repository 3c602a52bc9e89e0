import { commands, helpText } from './commands.js';
import { explain } from '../src/shared/errors.js';

/**
 * The command line: `npm start` and `npm run estafeta -- COMMAND` end up here.
 * Exit code 0 = done, 1 = failed with a word on what to do, 2 = not a command we know.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(helpText());
    return 0;
  }
  // Nothing, or flags alone, belong to `start`.
  const words = name === undefined || name.startsWith('-') ? ['start', ...args] : args;
  const command = commands.find((one) => one.words.split(' ').every((word, index) => words[index] === word));
  if (!command) {
    console.error(`There is no command "${words.join(' ')}".\n\n${helpText()}`);
    return 2;
  }
  try {
    return await command.run(words.slice(command.words.split(' ').length));
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}
