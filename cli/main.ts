import { commands, helpText } from './commands.js';
import { explain } from '../src/shared/errors.js';

/**
 * The command line: `npm start` and `npm run estafeta -- COMMAND` end up here.
 * Exit code 0 = done, 1 = failed with a word on what to do, 2 = not a command we know.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name = 'start', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(helpText());
    return 0;
  }
  const command = commands.find((one) => one.words.split(' ').every((word, index) => args[index] === word));
  if (!command && !name.startsWith('-')) {
    console.error(`There is no command "${name}".\n\n${helpText()}`);
    return 2;
  }
  try {
    // Flags alone belong to `start`.
    if (!command) return await startCommand().run(args);
    return await command.run(args.length === 0 ? [] : rest.slice(command.words.split(' ').length - 1));
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

function startCommand() {
  const start = commands.find((one) => one.words === 'start');
  if (!start) throw new Error('the command table has no start');
  return start;
}
