import { readArguments } from './arguments.js';
import type { Command } from './commands.js';
import { openInstallation } from './installation.js';
import { configOfProcess } from '../src/config.js';

/** Brings the database up to this program and stops. */
export const migrateCommand: Command = {
  words: 'migrate',
  usage: '',
  about: 'Bring the database up to this program',
  async run(args) {
    readArguments(args, {}, 'migrate');
    const installation = await openInstallation(configOfProcess(), { share: true, say: console.log });
    await installation.close();
    console.log('The database is up to date.');
    return 0;
  },
};
