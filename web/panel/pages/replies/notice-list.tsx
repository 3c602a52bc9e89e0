import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { wayOf } from './notice-draft.js';
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
  if (error && !data) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const opened = data.find(({ name }) => name === open);
  return (
    <Sides
      isOpen={open !== ''}
      back={place}
      list={
        <ul className="choices">
          {data.map(({ name, ...notice }) => (
            <li key={name}>
              <Link to={`${place}/${name}`} aria-current={name === open ? 'true' : undefined}>
                <span className="choice-name">{texts.names[name].name}</span>
                {wayOf(notice) !== 'built_in' && (
                  <Badge variant="light">
                    {wayOf(notice) === 'nothing' ? texts.ways.nothing : texts.ownBadge}
                  </Badge>
                )}
                <span className="note choice-about">{texts.names[name].about}</span>
              </Link>
            </li>
          ))}
        </ul>
      }
    >
      {opened ? (
        <NoticeEditor key={opened.name} client={client} notice={opened} />
      ) : (
        <Quiet>{open === '' ? texts.choose : editing.nothingFound}</Quiet>
      )}
    </Sides>
  );
}
