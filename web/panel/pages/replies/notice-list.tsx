import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NoticeEditor } from './notice-editor.js';
import type { Client } from '../../api/me.js';
import { readNotices } from '../../api/texts.js';
import { Link } from '../../app/navigation.js';
import { Loading, Problem, Quiet } from '../../design/page.js';
import { Sides } from '../../design/sides.js';
import { useTexts } from '../../texts/use-texts.js';

/** Every notice, and the one that is open beside them. */
export function NoticeList({ client, open }: { client: Client; open: string }): ReactNode {
  const { replies: texts, editing } = useTexts();
  const place = `/${client.slug}/replies`;
  const { data, error, refetch } = useQuery({
    queryKey: ['notices', client.id],
    queryFn: ({ signal }) => readNotices(client.id, { signal }),
  });
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const notice = data.find(({ name }) => name === open);
  return (
    <Sides
      isOpen={open !== ''}
      back={place}
      list={
        <ul className="choices">
          {data.map(({ name, own }) => (
            <li key={name}>
              <Link to={`${place}/${name}`} aria-current={name === open ? 'true' : undefined}>
                <span className="choice-name">{texts.names[name].name}</span>
                {own !== null && (
                  <Badge variant="light">{own === '' ? texts.ways.nothing : texts.ownBadge}</Badge>
                )}
                <span className="note choice-about">{texts.names[name].about}</span>
              </Link>
            </li>
          ))}
        </ul>
      }
    >
      {notice ? (
        <NoticeEditor key={notice.name} client={client} notice={notice} />
      ) : (
        <Quiet>{open === '' ? texts.choose : editing.nothingFound}</Quiet>
      )}
    </Sides>
  );
}
