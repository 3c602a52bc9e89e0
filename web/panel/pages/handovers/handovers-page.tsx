import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Column } from './column.js';
import { OpenedRequest } from './opened-request.js';
import { listColleagues } from '../../api/handovers.js';
import type { BoardColumn } from '../../api/handovers.js';
import type { PageProps } from '../../app/pages.js';
import { PageHead, Quiet } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import './handovers.css';

const columns: readonly BoardColumn[] = ['waiting', 'in_work', 'ended_today'];
const everybodys = '';

/** Who needs a person now. The request that is open stands in the address; on a phone it takes the page. */
export function HandoversPage({ client, rest: open }: PageProps): ReactNode {
  const { handovers: texts, shell } = useTexts();
  const [manager, setManager] = useState(everybodys);
  const colleagues = useQuery({
    queryKey: ['managers', client.id, 'colleagues'],
    queryFn: ({ signal }) => listColleagues(client.id, signal),
  });
  return (
    <>
      <PageHead title={shell.handovers} about={texts.about} />
      <div className={open ? 'board has-open' : 'board'}>
        <div className="board-side">
          <NativeSelect
            label={texts.whose}
            value={manager}
            onChange={(event) => setManager(event.currentTarget.value)}
            data={[
              { value: everybodys, label: texts.everybodys },
              { value: 'me', label: texts.mine },
              ...(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          {columns
            // Nobody has what waits.
            .filter((column) => column !== 'waiting' || manager === everybodys)
            .map((column) => (
              <Column
                key={column}
                client={client}
                column={column}
                manager={manager === everybodys ? undefined : manager}
                open={open}
              />
            ))}
        </div>
        <div className="card request">
          {open ? (
            <OpenedRequest key={open} client={client} id={open} colleagues={colleagues.data ?? []} />
          ) : (
            <Quiet>{texts.choose}</Quiet>
          )}
        </div>
      </div>
    </>
  );
}
