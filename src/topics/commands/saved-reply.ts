import type { CommandAnswer, GroupCommand, Said } from './command.js';
import { closestNames } from '../closest-names.js';
import type { TopicRow } from '../topic-row.js';
import { managerWrites, saidBy } from '../../handovers/manager-writes.js';
import { readUserLanguage } from '../../messages/user-language.js';
import { sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import { anyText } from '../../texts/wording.js';
import type { Wording } from '../../texts/wording.js';

type SavedReply = { name: string; text: string };

/** Of each reply in the list. */
const firstLetters = 60;

/** `/r name`: a reply that the client has written down, as if the manager had written it here. */
export const savedReply: GroupCommand = {
  name: 'r',
  scope: 'topic',
  describe: ({ lookups }) => lookups.menu.r,
  run: async (tx, said) => {
    const { savedReplies: words } = said.words.lookups;
    const replies = await loadReplies(tx, said);
    if (replies.length === 0) return [{ text: words.none }];
    const name = said.args.trim();
    if (name === '') return listed(words.known, replies);
    const reply = replies.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (reply) return send(tx, said, reply);
    const near = closestNames(
      name,
      replies.map((one) => one.name),
    );
    return near.length === 0
      ? [{ text: words.unknown(name) }]
      : listed(
          words.unknownNear(name),
          replies.filter((one) => near.includes(one.name)),
        );
  },
};

/** Each in the language of the topic's user, where the client has written it down in it. */
async function loadReplies(
  tx: Queryable,
  { profile: { id: client_id, language }, topic: { user_id } }: Said & { topic: TopicRow },
): Promise<SavedReply[]> {
  const rows = await tx.query<{ name: string } & Wording>(
    sql`SELECT name, text, by_language FROM saved_replies WHERE client_id = ${client_id} ORDER BY name`,
  );
  const theirs = await readUserLanguage(tx, { client_id, user_id }, language);
  return rows.map(({ name, ...wording }) => ({ name, text: anyText(wording, [theirs, language]) }));
}

/** By the rules of any text: from who has the request it goes out, from others it stays inside with an offer. */
async function send(
  tx: Queryable,
  said: Said & { topic: TopicRow },
  { text }: SavedReply,
): Promise<CommandAnswer> {
  const { message, by, words } = said;
  const content = {
    kind: 'text' as const,
    text,
    media: null,
    details: {},
    album_id: null,
    is_note: false,
    reply_to_external_id: message.reply_to_message_id,
  };
  const { result } = await managerWrites(tx, {
    ...said,
    external_id: message.message_id,
    said: saidBy(by.id, content),
  });
  const { sent, kept } = words.lookups.savedReplies;
  return [
    { text: `${result === 'sent' ? sent : kept}\n`, look: 'italic' },
    { text, look: 'quote' },
  ];
}

function listed(title: string, replies: readonly SavedReply[]): CommandAnswer {
  return [
    { text: title },
    ...replies.flatMap(({ name, text }) => [
      { text: '\n• ' },
      { text: name, look: 'bold' as const },
      { text: ` — ${firstWords(text)}` },
    ]),
  ];
}

function firstWords(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()];
  return letters.length > firstLetters ? `${letters.slice(0, firstLetters).join('')}…` : letters.join('');
}
