import type { GroupCommand } from './command.js';
import { outcomeInWords } from './outcome-in-words.js';
import { resolveHandover } from '../../handovers/end-handover.js';
import { lockOpenHandover } from '../../handovers/handover-row.js';

/** As [Решено]. */
export const resolve: GroupCommand = {
  name: 'resolve',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.resolve,
  run: async (tx, said) => {
    const open = await lockOpenHandover(tx, said.topic);
    if (!open) return [{ text: said.words.commands.nothingOpen }];
    return outcomeInWords(tx, said, await resolveHandover(tx, open.id, said), said.words.press.resolved);
  },
};
