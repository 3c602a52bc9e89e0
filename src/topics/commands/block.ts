import type { GroupCommand } from './command.js';
import { blockUser } from '../../users/block.js';

/** The user is neither answered nor passed to a person any more. */
export const block: GroupCommand = {
  name: 'block',
  scope: 'topic',
  describe: ({ limits }) => limits.menu.block,
  run: async (tx, said) => {
    const { topic, words } = said;
    const isNew = await blockUser(tx, topic.user_id, said);
    return [{ text: isNew ? words.limits.blocked : words.limits.alreadyBlocked }];
  },
};
