import type { ReactNode } from 'react';
import { erasureIn, ErasureView } from './erasure-view.js';
import { UserList } from './user-list.js';
import { UserView } from './user-view.js';
import type { PageProps } from '../../app/pages.js';
import { PageHead, Quiet } from '../../design/page.js';
import { Sides } from '../../design/sides.js';
import { useTexts } from '../../texts/use-texts.js';
import './users.css';

/** The people who write to a client. Who is open stands in the address; so does what becomes of who is being erased. */
export function UsersPage({ client, rest: open }: PageProps): ReactNode {
  const { users: texts, shell } = useTexts();
  const erasure = erasureIn(open);
  return (
    <>
      <PageHead title={shell.users} about={texts.about} />
      <Sides
        isOpen={open !== ''}
        list={<UserList client={client} open={open} />}
        back={`/${client.slug}/users`}
      >
        {open === '' && <Quiet>{texts.choose}</Quiet>}
        {erasure !== null && <ErasureView key={open} client={client} id={erasure} />}
        {open !== '' && erasure === null && <UserView key={open} client={client} id={open} />}
      </Sides>
    </>
  );
}
