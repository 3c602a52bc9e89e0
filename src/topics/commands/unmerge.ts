import type { GroupCommand } from './command.js';
import { undoMerge } from '../../users/undo-merge.js';

/** Takes back the last merge of this topic's user, in a topic that was left its own; both topics say so. */
export const unmerge: GroupCommand = {
  name: 'unmerge',
  scope: 'topic',
  describe: ({ merging }) => merging.menu.unmerge,
  run: async (tx, said) => {
    const { topic, words } = said;
    const undone = await undoMerge(tx, topic.user_id, said);
    if (!undone) return [{ text: words.merging.nothingToUndo }];
    said.touched.add(undone.elder_id).add(undone.younger_id);
    return null;
  },
};
