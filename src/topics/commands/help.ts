import type { GroupCommand } from './command.js';

/** What can be done here. */
export const help: GroupCommand = {
  name: 'help',
  scope: 'anywhere',
  describe: ({ commands }) => commands.group.help,
  run: async (_tx, { topic, words, profile }) => {
    const { helpTopic, helpReplies, helpCommands, helpGroup } = words.commands;
    const isWithoutTopics = profile.settings.group_is_forum === false;
    if (!topic && !isWithoutTopics) return [{ text: helpGroup }];
    return [{ text: `${isWithoutTopics ? helpReplies : helpTopic}\n\n${helpCommands}` }];
  },
};
