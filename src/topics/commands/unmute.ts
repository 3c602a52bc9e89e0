import type { GroupCommand } from './command.js';
import { outcomeInWords } from './outcome-in-words.js';
import { unmuteUser } from '../../conversations/mute.js';
import { returnToBot } from '../../handovers/end-handover.js';
import { lockOpenHandover } from '../../handovers/handover-row.js';

/** The bot speaks again: ends a mute, and a request as [Вернуть боту] does. */
export const unmute: GroupCommand = {
  name: 'unmute',
  scope: 'topic',
  describe: ({ limits }) => limits.menu.unmute,
  run: async (tx, said) => {
    const { topic, words, now } = said;
    const open = await lockOpenHandover(tx, topic);
    if (open)
      return outcomeInWords(tx, said, await returnToBot(tx, open.id, said), said.words.press.returned);
    const wasMuted = await unmuteUser(tx, { ...topic, now });
    return [{ text: wasMuted ? words.limits.unmuted : words.limits.notMuted }];
  },
};
