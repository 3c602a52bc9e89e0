import type { CommandAnswer, GroupCommand, Said } from './command.js';
import { nameInWords } from '../name-in-words.js';
import { linkToTopic } from '../topic-links.js';
import { findTopicOfUser } from '../topic-row.js';
import type { Queryable } from '../../shared/database.js';
import { phoneBefore } from '../../users/phone-number.js';
import { writeFirst, writingConnections } from '../../users/write-first.js';
import type { WriteOutcome, WritingConnection } from '../../users/write-first.js';

/** `/write +7701… text`, perhaps with the name of a connection in front: writes to somebody first, over WhatsApp. */
export const write: GroupCommand = {
  name: 'write',
  scope: 'anywhere',
  describe: ({ writing }) => writing.menu,
  run: async (tx, said) => {
    const { writing } = said.words;
    const args = said.args.trim();
    if (args === '') return [{ text: writing.usage }];
    const { connection, rest } = await named(tx, said, args);
    const to = phoneBefore(rest, said.profile.timezone);
    if (!to) return [{ text: writing.noPhone(firstWord(rest)) }];
    if (to.rest === '') return [{ text: writing.noText }];
    const outcome = await writeFirst(tx, { ...said, phone: to.phone, text: to.rest, connection });
    return answer(tx, said, to.phone, outcome);
  },
};

/** The connection that the first word names, if it names one; a name may hold spaces. */
async function named(
  tx: Queryable,
  { profile }: Said,
  args: string,
): Promise<{ connection: WritingConnection | null; rest: string }> {
  const lower = args.toLowerCase();
  const connections = await writingConnections(tx, profile.id);
  const connection = connections.find(({ name }) => lower.startsWith(`${name.toLowerCase()} `)) ?? null;
  return { connection, rest: connection ? args.slice(connection.name.length).trim() : args };
}

function firstWord(text: string): string {
  return text.split(/\s/, 1)[0] ?? '';
}

async function answer(
  tx: Queryable,
  { words, profile, touched }: Said,
  phone: string,
  outcome: WriteOutcome,
): Promise<CommandAnswer> {
  const { writing, card } = words;
  switch (outcome.result) {
    case 'no_connection':
      return [{ text: writing.noConnection }];
    case 'not_connected':
      return [{ text: writing.notConnected(outcome.connection) }];
    case 'blocked':
      return [{ text: writing.blocked }];
    case 'held':
      return [{ text: writing.heldBy(outcome.by ?? card.phoneOwner) }];
    case 'queued': {
      const { user_id, connection } = outcome;
      touched.add(user_id);
      const topic = await findTopicOfUser(tx, { client_id: profile.id, user_id });
      const name = await nameInWords(tx, profile, user_id);
      const where = topic ? linkToTopic(name, topic.id) : { text: name };
      return [{ text: `${writing.sent({ phone, connection })} ` }, where];
    }
  }
}
