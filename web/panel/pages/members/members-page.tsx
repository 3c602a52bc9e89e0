import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Invitations } from './invitations.js';
import { MemberList } from './member-list.js';
import { readMembers } from '../../api/members.js';
import type { PageProps } from '../../app/pages.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

/** Who may open this client in the panel, and what they may do. Owners give and take roles. */
export function MembersPage({ client }: PageProps): ReactNode {
  const { members: texts, shell } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['members', client.id],
    queryFn: ({ signal }) => readMembers(client.id, signal),
  });
  const isOwner = client.role === 'owner';
  return (
    <>
      <PageHead title={shell.members} about={texts.about} />
      {!isOwner && <p className="note page-note">{texts.ownersOnly}</p>}
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <Card title={texts.who}>
            <MemberList client={client} members={data.items} mayChange={isOwner} />
          </Card>
          <Card title={texts.invitations}>
            <Invitations client={client} invitations={data.invitations} mayChange={isOwner} />
          </Card>
        </>
      )}
    </>
  );
}
