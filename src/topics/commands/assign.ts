import type { CommandAnswer, GroupCommand, Said } from './command.js';
import { outcomeInWords } from './outcome-in-words.js';
import { findManager, knownManagers } from '../known-managers.js';
import type { KnownManager } from '../known-managers.js';
import { youHaveIt } from '../press-answers.js';
import type { StyledText } from '../styled-text.js';
import type { TopicRow } from '../topic-row.js';
import { carryOut } from '../../handovers/carry-out.js';
import type { Taker } from '../../handovers/handover-decision.js';
import { lockOpenHandover } from '../../handovers/handover-row.js';
import type { HandoverRow } from '../../handovers/handover-row.js';
import { sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import type { ManagerId } from '../../shared/ids.js';

/** Understood whatever the group's language is. */
const meWords = new Set(['me', 'себе', 'мне', 'я', 'өзіме', 'маған']);
const queueWords = new Set(['queue', 'очередь', 'в очередь', 'кезек', 'кезекке']);

/** As [Передать]: to a manager by @username or name, also as a reply to something they wrote; to oneself; to the queue. */
export const assign: GroupCommand = {
  name: 'assign',
  scope: 'topic',
  describe: ({ commands }) => commands.topic.assign,
  run: async (tx, said) => {
    const wanted = plain(said.args.trim().replace(/\s+/g, ' '));
    const open = await lockOpenHandover(tx, said.topic);
    if (!open) return [{ text: said.words.commands.nothingOpen }];
    if (queueWords.has(wanted)) {
      const outcome = await carryOut(tx, open, { type: 'give_to_queue' }, said);
      return outcomeInWords(tx, said, outcome, said.words.press.queued);
    }
    if (meWords.has(wanted)) return handTo(tx, said, open, said.by);
    if (wanted === '') {
      const author = await authorOfReplied(tx, said);
      return author ? handTo(tx, said, open, author) : howTo(tx, said, said.words.commands.assign.usage);
    }
    const managers = await knownManagers(tx, said.profile.id);
    const [meant, ...further] = matching(managers, wanted);
    if (meant && further.length > 0) return listed(said.words.commands.assign.several, [meant, ...further]);
    const manager = meant && (await findManager(tx, { client_id: said.profile.id, manager_id: meant.id }));
    if (!manager) return howTo(tx, said, said.words.commands.assign.unknown(said.args.trim()));
    return handTo(tx, said, open, manager);
  },
};

/** Those meant by what was typed, in small letters and without ё: by the exact @username or name; else by how either begins, also a later word of a name. */
export function matching(managers: readonly KnownManager[], wanted: string): KnownManager[] {
  const name = wanted.replace(/^@/, '');
  const exact = managers.filter((one) => namesOf(one).includes(name));
  if (exact.length > 0) return exact;
  return managers.filter((one) =>
    namesOf(one).some((known) => known.startsWith(name) || known.includes(` ${name}`)),
  );
}

function namesOf({ name, username }: KnownManager): string[] {
  return [plain(name), ...(username ? [plain(username)] : [])];
}

/** As people type names: whatever case, and ё as е. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('ё', 'е');
}

async function handTo(tx: Queryable, said: Said, open: HandoverRow, manager: Taker): Promise<CommandAnswer> {
  const { words, by } = said;
  const isMine = manager.id === by.id;
  if (open.manager_id === manager.id && !isMine)
    return [{ text: words.handingOn.alreadyTheirs(manager.name) }];
  const outcome = await carryOut(tx, open, { type: 'reassign', manager }, said);
  return outcomeInWords(
    tx,
    said,
    outcome,
    isMine ? youHaveIt(said.profile) : words.handingOn.done(manager.name),
  );
}

/** The manager who wrote the message this command replies to. */
async function authorOfReplied(
  tx: Queryable,
  said: Said & { topic: TopicRow },
): Promise<KnownManager | null> {
  const { client_id, telegram_chat_id } = said.topic;
  const post = await tx.maybeOne<{ manager_id: ManagerId }>(sql`
    SELECT payload->>'manager_id' AS manager_id FROM topic_posts
    WHERE client_id = ${client_id} AND telegram_chat_id = ${telegram_chat_id}
      AND external_id = ${said.message.reply_to_message_id} AND kind IN ('note', 'manager_message')
      AND payload->>'manager_id' IS NOT NULL LIMIT 1`);
  return post ? findManager(tx, { client_id, manager_id: post.manager_id }) : null;
}

async function howTo(tx: Queryable, { profile, words }: Said, why: string): Promise<StyledText> {
  const managers = await knownManagers(tx, profile.id);
  return listed(`${why}\n\n${words.commands.assign.known}`, managers);
}

function listed(title: string, managers: readonly KnownManager[]): StyledText {
  return [
    { text: title },
    ...managers.map(({ name, username }) => ({ text: `\n• ${name}${username ? ` · @${username}` : ''}` })),
  ];
}
