import type { GroupCommand } from './command.js';
import { outcomeInWords } from './outcome-in-words.js';
import { returnToBot } from '../../handovers/end-handover.js';
import { lockOpenHandover } from '../../handovers/handover-row.js';

/** As [Вернуть боту]. */
export const bot: GroupCommand = {
  name: 'bot',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.bot,
  run: async (tx, said) => {
    const open = await lockOpenHandover(tx, said.topic);
    if (!open) return [{ text: said.words.commands.nothingOpen }];
    return outcomeInWords(tx, said, await returnToBot(tx, open.id, said), said.words.press.returned);
  },
};
