import type { ReactNode } from 'react';
import { useKeyset } from '../../api/keyset.js';
import type { Client } from '../../api/me.js';
import { searchMessages } from '../../api/reports.js';
import { Link } from '../../app/navigation.js';
import { DataList } from '../../design/data-list.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** The messages in which the words stand; each leads to its conversation. */
export function FoundList({
  client,
  open,
  words,
}: {
  client: Client;
  open: string;
  words: string;
}): ReactNode {
  const { conversations: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const { pages, rows } = useKeyset({
    queryKey: ['found', client.id, words],
    read: (asked) => searchMessages(client.id, { words, ...asked }),
  });
  return (
    <DataList
      className="conversation-rows"
      pages={pages}
      isEmpty={rows.length === 0}
      title={texts.nothingFound}
    >
      {rows.map((found) => (
        <li key={found.id}>
          <Link
            className="conversation-row"
            to={`/${client.slug}/conversations/${found.conversation_id}`}
            aria-current={found.conversation_id === open ? 'true' : undefined}
          >
            <span className="row-name">{found.user_name ?? texts.nobody}</span>
            <time className="note" dateTime={found.created_at}>
              {moment(found.created_at)}
            </time>
            <span className="row-found note">{`${texts.roles[found.role]}: ${found.content}`}</span>
          </Link>
        </li>
      ))}
    </DataList>
  );
}
