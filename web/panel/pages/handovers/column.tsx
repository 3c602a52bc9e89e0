import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { standingOf, useNow } from './standing.js';
import { listHandovers } from '../../api/handovers.js';
import type { BoardColumn, BoardHandover } from '../../api/handovers.js';
import { useKeyset } from '../../api/keyset.js';
import type { Client } from '../../api/me.js';
import { Link } from '../../app/navigation.js';
import { DataList } from '../../design/data-list.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; column: BoardColumn; manager: string | undefined; open: string };

/** The requests that stand alike, with how many there are at least. */
export function Column({ client, column, manager, open }: Props): ReactNode {
  const { handovers: texts } = useTexts();
  const { pages, rows } = useKeyset<BoardHandover>({
    queryKey: ['handovers', client.id, column, manager],
    read: (asked) => listHandovers(client.id, { column, manager, ...asked }),
    refetchInterval: 60_000,
  });
  const count = pages.hasNextPage ? `${rows.length}+` : String(rows.length);
  return (
    <section className="card board-column">
      <h2>
        {texts.columns[column]}{' '}
        {rows.length > 0 && (
          <Badge variant={column === 'waiting' ? 'light' : 'default'} size="lg" className={markOf(column)}>
            {count}
          </Badge>
        )}
      </h2>
      {rows.length === 0 && !pages.isPending && !pages.error ? (
        <p className="note">{texts.nothingIn[column]}</p>
      ) : (
        <DataList pages={pages} isEmpty={false} title="" className="conversation-rows">
          {rows.map((row) => (
            <li key={row.id}>
              <Row row={row} client={client} isOpen={row.id === open} />
            </li>
          ))}
        </DataList>
      )}
    </section>
  );
}

function markOf(column: BoardColumn): string {
  return column === 'waiting' ? 'waits' : '';
}

function Row({ row, client, isOpen }: { row: BoardHandover; client: Client; isOpen: boolean }): ReactNode {
  const { handovers: texts, conversations } = useTexts();
  const formats = useFormats(client.timezone);
  const now = useNow();
  const { last_role, last_kind, last_text } = row;
  const said = last_text || (last_kind && last_kind !== 'text' ? conversations.kinds[last_kind] : '');
  return (
    <Link
      className="conversation-row"
      to={`/${client.slug}/handovers/${row.id}`}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span className="row-name">{row.user_name ?? row.phone ?? conversations.nobody}</span>
      <span className="note row-when">{standingOf(row, { texts, formats, now })}</span>
      <span className="row-said note">{conversations.reason[row.reason]}</span>
      {said && (
        <span className="row-said note">
          {last_role ? `${conversations.roles[last_role]}: ${said}` : said}
        </span>
      )}
      <span className="row-marks">
        <Badge variant="default" size="sm">
          {conversations.channels[row.channel]}
        </Badge>
        {row.status !== 'pending' && row.assigned_to_name && (
          <Badge variant="light" size="sm">
            {row.is_mine ? texts.mine : row.assigned_to_name}
          </Badge>
        )}
      </span>
    </Link>
  );
}
