import type { LinkProblem } from './whatsapp-link-row.js';
import type { LinkedPhone } from './whatsapp-session.js';
import { loadClientProfile, senderKeyOf } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { formatTime } from '../texts/moments.js';
import { texts } from '../texts/texts.js';
import { queuePost } from '../topics/queue-post.js';
import type { StyledText } from '../topics/styled-text.js';

/** What the managers' group is told about the link of a phone. */
export type LinkNews =
  | { said: 'asking' }
  | { said: 'code'; code: string }
  | { said: 'linked' }
  | { said: 'not_linked'; problem: LinkProblem }
  | { said: 'lost' };

type Asked = {
  name: string;
  phone: string | null;
  asked_phone: string | null;
  asked_at: Date | null;
  asked_until: Date | null;
  asked_in_group: boolean;
};

/**
 * Puts news of a link into the managers' group. What became of one request is one post, edited as it goes on; it is said
 * there only when it was asked for there. That a link is lost is said anyway.
 *
 * @returns the connection that has a post to send now, or null
 */
export async function tellGroupOfLink(
  tx: Queryable,
  { client_id, id }: LinkedPhone,
  news: LinkNews,
  now: Date,
): Promise<string | null> {
  const link = await tx.maybeOne<Asked>(sql`
    SELECT i.name, l.phone, l.asked_phone, l.asked_at, l.asked_until, l.asked_in_group
    FROM whatsapp_links l JOIN integrations i ON i.client_id = l.client_id AND i.id = l.integration_id
    WHERE l.client_id = ${client_id} AND l.integration_id = ${id}`);
  const isLost = news.said === 'lost';
  if (!link || !(isLost || link.asked_in_group)) return null;
  const profile = await loadClientProfile(tx, client_id);
  const { telegram_chat_id } = profile.settings;
  if (telegram_chat_id === null) return null;
  await queuePost(
    tx,
    {
      ...{ client_id, telegram_chat_id, topic_id: null },
      kind: isLost ? 'alarm' : 'text',
      dedupe_key: isLost
        ? `link-lost:${id}:${now.toISOString()}`
        : `link-asked:${id}:${link.asked_at?.toISOString() ?? ''}`,
      payload: { text: inWords(news, link, profile) },
    },
    now,
  );
  return senderKeyOf(profile.settings);
}

/** A code to type in two halves, as the phone asks for it. */
export function readableCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

function inWords(news: LinkNews, link: Asked, { language, timezone }: ClientProfile): StyledText {
  const { linking } = texts(language);
  const phone = link.phone ?? link.asked_phone ?? '';
  switch (news.said) {
    case 'asking':
      return [{ text: linking.asking }];
    case 'code':
      return [
        { text: `${linking.howToType({ phone: link.asked_phone ?? phone })}\n` },
        { text: readableCode(news.code), look: 'code' },
        ...(link.asked_until
          ? [{ text: `\n${linking.goodUntil(formatTime(language, link.asked_until, timezone))}` }]
          : []),
      ];
    case 'linked':
      return [{ text: linking.linked({ phone }) }];
    case 'not_linked':
      return [{ text: linking.notDone(linking.problems[news.problem]) }];
    case 'lost':
      return [{ text: linking.lost({ name: link.name, phone }) }];
  }
}
