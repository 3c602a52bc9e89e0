import type { GroupCommand } from './command.js';

/** Heard only where it is no longer needed: a group of no client is connected before any command is looked for. */
export const connect: GroupCommand = {
  name: 'connect',
  scope: 'anywhere',
  describe: ({ commands }) => commands.group.connect,
  run: async (_tx, { words }) => [{ text: words.group.connectedAlready }],
};
