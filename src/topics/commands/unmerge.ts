import type { GroupCommand } from './command.js';
import { rootUser } from '../../users/whole-user.js';
import { undoMerge } from '../../users/undo-merge.js';

/** Takes back the last merge of this topic's user; both topics say so. */
export const unmerge: GroupCommand = {
  name: 'unmerge',
  scope: 'topic',
  describe: ({ merging }) => merging.menu.unmerge,
  run: async (tx, said) => {
    const { profile, topic, words } = said;
    const user_id = await rootUser(tx, { client_id: profile.id, user_id: topic.user_id });
    const undone = await undoMerge(tx, user_id, said);
    if (!undone) return [{ text: words.merging.nothingToUndo }];
    said.touched.add(undone.elder_id).add(undone.younger_id);
    return null;
  },
};
