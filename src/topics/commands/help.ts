import type { GroupCommand } from './command.js';

/** What can be done here. */
export const help: GroupCommand = {
  name: 'help',
  scope: 'anywhere',
  describe: ({ commands }) => commands.group.help,
  run: async (_tx, { topic, words }) => [
    { text: topic ? words.commands.helpTopic : words.commands.helpGroup },
  ],
};
