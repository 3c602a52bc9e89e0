import { adminCreateCommand, adminDisableCommand, adminListCommand, adminResetCommand } from './admin.js';
import { applyCommand } from './apply.js';
import { backupCommand } from './backup.js';
import { clientListCommand } from './client-list.js';
import { connectCodeCommand } from './connect-code.js';
import { doctorCommand } from './doctor.js';
import { migrateCommand } from './migrate.js';
import { eraseCommand, exportCommand } from './privacy.js';
import { restoreCommand } from './restore.js';
import { startCommand } from './start.js';
import { updatesDiscardCommand, updatesListCommand, updatesReplayCommand } from './updates.js';
import { whatsappLinkCommand, whatsappStatusCommand, whatsappUnlinkCommand } from './whatsapp.js';

/** One command of the command line. */
export type Command = {
  /** As it is typed: `client list` */
  words: string;
  /** What follows it, for the help. */
  usage: string;
  about: string;
  /** @returns the exit code */
  run(args: readonly string[]): Promise<number>;
};

/** Every command there is. */
export const commands: readonly Command[] = [
  startCommand,
  applyCommand,
  clientListCommand,
  connectCodeCommand,
  migrateCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  exportCommand,
  eraseCommand,
  updatesListCommand,
  updatesReplayCommand,
  updatesDiscardCommand,
  whatsappLinkCommand,
  whatsappUnlinkCommand,
  whatsappStatusCommand,
  adminCreateCommand,
  adminListCommand,
  adminResetCommand,
  adminDisableCommand,
];

/** What `help` prints. */
export function helpText(): string {
  const lines = commands.map(({ words, usage, about }) => `  ${`${words} ${usage}`.padEnd(44)}${about}`);
  return ['Usage: npm run estafeta -- COMMAND', '', ...lines, `  ${'help'.padEnd(44)}This text`].join('\n');
}
