import type { GroupCommand } from './command.js';
import { wantSummary } from '../summaries.js';

/** The conversation in short, for who comes to it new: said to be on its way at once, written by a worker. */
export const summary: GroupCommand = {
  name: 'summary',
  scope: 'topic',
  describe: ({ lookups }) => lookups.menu.summary,
  run: async (tx, { topic, message, now }) => {
    await wantSummary(tx, { topic, message_id: message.message_id, now });
    return null;
  },
};
