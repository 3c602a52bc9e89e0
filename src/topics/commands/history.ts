import type { CommandAnswer, GroupCommand, Said } from './command.js';
import { historyText } from '../history-text.js';
import { lastMessages, messagesAround } from '../read-history.js';
import type { TopicRow } from '../topic-row.js';
import type { Queryable } from '../../shared/database.js';
import { formatCount } from '../../texts/amounts.js';

const usualCount = 20;
const mostMessages = 50;
/** Of one message; the whole goes as several posts where it has to. */
const longestLine = 500;

/** The last messages with the user; as a reply, those around that message. */
export const history: GroupCommand = {
  name: 'history',
  scope: 'topic',
  describe: ({ lookups }) => lookups.menu.history,
  run: async (tx, said) => {
    const { history: words } = said.words.lookups;
    const args = said.args.trim();
    const count = args === '' ? usualCount : Number(args);
    if (!Number.isInteger(count) || count < 1 || count > mostMessages) return [{ text: words.usage }];
    const external_id = said.message.reply_to_message_id;
    // Without topics every command is a reply: only in a topic does one point at a message.
    return external_id !== null && said.topic.thread_id !== null
      ? around(tx, said, { external_id, count })
      : latest(tx, said, count);
  },
};

async function latest(
  tx: Queryable,
  said: Said & { topic: TopicRow },
  count: number,
): Promise<CommandAnswer> {
  const { history: words } = said.words.lookups;
  const messages = await lastMessages(tx, said.topic, count);
  if (messages.length === 0) return [{ text: words.empty }];
  const title = words.title(formatCount(said.profile.language, messages.length, 'message'));
  return [{ text: title, look: 'bold' }, ...historyText(said, messages, longestLine)];
}

async function around(
  tx: Queryable,
  said: Said & { topic: TopicRow },
  place: { external_id: number; count: number },
): Promise<CommandAnswer> {
  const { history: words } = said.words.lookups;
  const messages = await messagesAround(tx, said.topic, place);
  if (!messages) return [{ text: words.noMessage }];
  return [{ text: words.around, look: 'bold' }, ...historyText(said, messages, longestLine)];
}
