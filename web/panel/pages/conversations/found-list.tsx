import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Rows } from './rows.js';
import type { Client } from '../../api/me.js';
import { searchMessages } from '../../api/reports.js';
import { Link } from '../../app/navigation.js';
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
  const pages = useInfiniteQuery({
    queryKey: ['found', client.id, words],
    queryFn: ({ pageParam: after, signal }) => searchMessages(client.id, { words, after, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Rows pages={pages} isEmpty={rows.length === 0} title={texts.nothingFound}>
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
    </Rows>
  );
}
