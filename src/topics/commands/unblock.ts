import type { GroupCommand } from './command.js';
import { unblockUser } from '../../users/block.js';

/** The user is answered again. */
export const unblock: GroupCommand = {
  name: 'unblock',
  scope: 'topic',
  describe: ({ limits }) => limits.menu.unblock,
  run: async (tx, said) => {
    const { topic, words } = said;
    const wasBlocked = await unblockUser(tx, topic.user_id, said);
    return [{ text: wasBlocked ? words.limits.unblocked : words.limits.notBlocked }];
  },
};
