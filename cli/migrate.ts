import { readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { configOfProcess } from '../src/config.js';

/** Brings the database up to this program and stops. */
export async function runMigrate(args: readonly string[]): Promise<number> {
  readArguments(args, {}, 'migrate');
  const installation = await openInstallation(configOfProcess(), { share: true, say: console.log });
  await installation.close();
  console.log('The database is up to date.');
  return 0;
}
