import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { filterOf } from './filters.js';
import type { Wanted } from './filters.js';
import { useKeyset } from '../../api/keyset.js';
import type { Client } from '../../api/me.js';
import { listConversations } from '../../api/reports.js';
import type { Conversation } from '../../api/reports.js';
import { Link } from '../../app/navigation.js';
import { DataList } from '../../design/data-list.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

const refreshMs = 15_000;

/** A client's conversations, the last written in first. */
export function ConversationList({
  client,
  open,
  wanted,
}: {
  client: Client;
  open: string;
  wanted: Wanted;
}): ReactNode {
  const { conversations: texts } = useTexts();
  const filter = filterOf(wanted);
  const { pages, rows } = useKeyset({
    queryKey: ['conversations', client.id, filter],
    read: (asked) => listConversations(client.id, { filter, ...asked }),
    refetchInterval: refreshMs,
  });
  return (
    <DataList
      className="conversation-rows"
      pages={pages}
      isEmpty={rows.length === 0}
      title={texts.nothing}
      about={texts.nothingWhat}
    >
      {rows.map((row) => (
        <li key={row.id}>
          <Row row={row} client={client} isOpen={row.id === open} />
        </li>
      ))}
    </DataList>
  );
}

function Row({ row, client, isOpen }: { row: Conversation; client: Client; isOpen: boolean }): ReactNode {
  const { conversations: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const { handover_status: handover, last_role, last_kind, last_text } = row;
  const isOpenRequest = handover === 'pending' || handover === 'active';
  const said = last_text || (last_kind && last_kind !== 'text' ? texts.kinds[last_kind] : '');
  return (
    <Link
      className="conversation-row"
      to={`/${client.slug}/conversations/${row.id}`}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span className="row-name">{row.user_name ?? row.phone ?? texts.nobody}</span>
      <time className="note" dateTime={row.last_message_at}>
        {moment(row.last_message_at)}
      </time>
      <span className="row-said note">{last_role ? `${texts.roles[last_role]}: ${said}` : said}</span>
      <span className="row-marks">
        <Badge variant="default" size="sm">
          {texts.channels[row.channel]}
        </Badge>
        {handover && isOpenRequest && (
          <Badge variant="light" size="sm" className={handover === 'pending' ? 'waits' : ''}>
            {texts.handover[handover]}
            {row.assigned_to_name ? `: ${row.assigned_to_name}` : ''}
          </Badge>
        )}
      </span>
    </Link>
  );
}
