import type { GroupCommand } from './command.js';
import { outcomeInWords } from './outcome-in-words.js';
import { unmuteUser } from '../../conversations/mute.js';
import { returnToBot } from '../../handovers/end-handover.js';
import { lockOpenHandover } from '../../handovers/handover-row.js';

/** As [Вернуть боту]; where nothing is open, it ends a mute. */
export const bot: GroupCommand = {
  name: 'bot',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.bot,
  run: async (tx, said) => {
    const { topic, words, now } = said;
    const open = await lockOpenHandover(tx, topic);
    if (open) return outcomeInWords(tx, said, await returnToBot(tx, open.id, said), words.press.returned);
    const wasMuted = await unmuteUser(tx, { ...topic, now });
    return [{ text: wasMuted ? words.limits.unmuted : words.commands.nothingOpen }];
  },
};
