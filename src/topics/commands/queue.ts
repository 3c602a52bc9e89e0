import type { GroupCommand, Said } from './command.js';
import { groupLink } from '../group-link.js';
import type { StyledText } from '../styled-text.js';
import { listOpenHandovers } from '../../handovers/open-handovers.js';
import type { OpenHandover } from '../../handovers/open-handovers.js';
import { minutesBetween } from '../../shared/durations.js';
import { formatCount, formatMinutes } from '../../texts/amounts.js';

/** More would not fit into one message. */
const longestList = 30;

/** Open requests: who waits, how long, who has it, with a way there. */
export const queue: GroupCommand = {
  name: 'queue',
  scope: 'anywhere',
  describe: ({ commands }) => commands.group.queue,
  run: async (tx, said) => {
    const { queue: lines } = said.words.commands;
    const open = await listOpenHandovers(tx, said.profile.id);
    if (open.length === 0) return [{ text: lines.empty }];
    const { language } = said.profile;
    const more = open.length - longestList;
    return [
      { text: lines.title(formatCount(language, open.length, 'request')), look: 'bold' },
      ...open.slice(0, longestList).flatMap((handover) => line(said, handover)),
      ...(more > 0 ? [{ text: `\n${lines.more(formatCount(language, more, 'request'))}` }] : []),
    ];
  },
};

function line({ words, profile, now }: Said, handover: OpenHandover): StyledText {
  const { queue: lines } = words.commands;
  const name = handover.user_name || words.card.nameless;
  const { waiting_since, assigned_to_name } = handover;
  const state = waiting_since
    ? lines.waiting({ name, duration: formatMinutes(profile.language, minutesBetween(waiting_since, now)) })
    : lines.answered(name);
  const taker = assigned_to_name ? lines.takenBy(assigned_to_name) : lines.nobody;
  const link = linkTo(handover);
  return [{ text: '\n• ' }, { text: state, ...(link && { link }) }, { text: ` · ${taker}` }];
}

/** To the topic; where there is none, to the card. */
function linkTo({ telegram_chat_id, thread_id, card_message_id }: OpenHandover): string | null {
  return groupLink(telegram_chat_id, thread_id ?? card_message_id);
}
