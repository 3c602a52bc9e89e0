import type { GroupCommand } from './command.js';
import { muteUser } from '../../conversations/mute.js';
import { conversationToGoOnWith } from '../../conversations/reopen-conversation.js';
import { plusMinutes } from '../../shared/durations.js';
import { formatMoment } from '../../texts/moments.js';
import { readMinutes } from '../../texts/read-minutes.js';

/** Without a length. */
const usualMinutes = 30;
const longestMinutes = 30 * 24 * 60;

/** The bot is silent for this user for a while: `/mute 30m`. The newest word counts, also when it is shorter. */
export const mute: GroupCommand = {
  name: 'mute',
  scope: 'topic',
  describe: ({ limits }) => limits.menu.mute,
  run: async (tx, said) => {
    const { topic, args, words, profile, now } = said;
    const minutes = args.trim() === '' ? usualMinutes : readMinutes(args);
    if (minutes === null || minutes > longestMinutes) return [{ text: words.limits.muteUsage }];
    const conversation_id = await conversationToGoOnWith(tx, { profile, user_id: topic.user_id, now });
    if (!conversation_id) return [{ text: words.limits.noConversation }];
    const until = plusMinutes(now, minutes);
    await muteUser(tx, { ...topic, until });
    return [{ text: words.limits.muted(formatMoment(profile.language, until, now, profile.timezone)) }];
  },
};
