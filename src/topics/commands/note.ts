import type { GroupCommand } from './command.js';
import { managerWrites, saidBy } from '../../handovers/manager-writes.js';

/** Words that stay inside, whoever has the request. */
export const note: GroupCommand = {
  name: 'note',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.note,
  run: async (tx, said) => {
    const { topic, by, message, args, words } = said;
    if (args.trim() === '') return [{ text: words.commands.noteUsage }];
    const content = {
      kind: 'text' as const,
      text: args,
      media: null,
      is_note: true,
      reply_to_external_id: message.reply_to_message_id,
    };
    await managerWrites(tx, {
      ...said,
      topic,
      external_id: message.message_id,
      said: saidBy(by.id, content),
    });
    return [{ text: words.commands.noteKept }];
  },
};
