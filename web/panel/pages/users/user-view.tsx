import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { calledBy } from './called-by.js';
import { EraseDialog } from './erase-dialog.js';
import { ErasureView } from './erasure-view.js';
import { OnePerson } from './one-person.js';
import { Happened } from './happened.js';
import type { Client } from '../../api/me.js';
import { exportAddress, readUser, setBlocked } from '../../api/users.js';
import type { ShownUser } from '../../api/users.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; user: ShownUser };

/** One user: what they are known by, what happened, and what an admin may do. */
export function UserView({ client, id }: { client: Client; id: string }): ReactNode {
  const {
    data: user,
    error,
    refetch,
  } = useQuery({
    queryKey: ['user', client.id, id],
    queryFn: ({ signal }) => readUser(client.id, id, signal),
  });
  if (error && !user) return <Problem error={error} again={() => void refetch()} />;
  if (!user) return <Loading />;
  if (user.erasure_id !== null) return <ErasureView client={client} id={user.erasure_id} />;
  const mayChange = client.role !== 'viewer';
  return (
    <div className="user">
      <Head client={client} user={user} mayChange={mayChange} />
      <Addresses client={client} user={user} />
      <OnePerson client={client} user={user} mayChange={mayChange} />
      <Happened client={client} user={user} />
      {mayChange && <Data client={client} user={user} />}
    </div>
  );
}

function Head({ client, user, mayChange }: Props & { mayChange: boolean }): ReactNode {
  const { users: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const name = calledBy(user) ?? texts.nobody;
  const isBlocked = user.blocked_at !== null;
  const change = useMutation({
    mutationFn: () => setBlocked(client.id, user.id, !isBlocked),
    onSuccess: async (changed) => {
      setAsked(false);
      queries.setQueryData(['user', client.id, user.id], changed);
      await queries.invalidateQueries({ queryKey: ['users', client.id] });
    },
  });
  return (
    <header className="row-line">
      <div>
        <h2>{name}</h2>
        <p className="note">
          {texts.seen({ known: moment(user.created_at), active: moment(user.last_active_at) })}
        </p>
        {isBlocked && <Badge variant="default">{texts.blocked}</Badge>}{' '}
        {user.unreachable_at && <Badge variant="default">{texts.unreachable}</Badge>}
        {change.error && !isAsked && <Problem error={change.error} />}
      </div>
      {mayChange && (
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => (isBlocked ? change.mutate() : setAsked(true))}
        >
          {isBlocked ? texts.unblock : texts.block}
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsked}
        title={texts.blockTitle(name)}
        yes={texts.block}
        isPending={change.isPending}
        error={change.error}
        onYes={() => change.mutate()}
        onClose={() => setAsked(false)}
      >
        <p>{texts.blockAbout}</p>
      </ConfirmDialog>
    </header>
  );
}

function Addresses({ client, user }: Props): ReactNode {
  const { users: texts } = useTexts();
  const { day } = useFormats(client.timezone);
  const { username, identities } = user;
  return (
    <section>
      <h3>{texts.addresses}</h3>
      <dl className="addresses">
        {username && (
          <div>
            <dt className="note">Telegram</dt>
            <dd>@{username}</dd>
          </div>
        )}
        {identities.map(({ kind, value, created_at }) => (
          <div key={`${kind} ${value}`}>
            <dt className="note">{texts.identities[kind]}</dt>
            <dd>
              {value} <span className="note">{day(created_at)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Everything kept of them: to take along, or to be gone. */
function Data({ client, user }: Props): ReactNode {
  const { users: texts } = useTexts();
  const [isAsked, setAsked] = useState(false);
  return (
    <section>
      <h3>{texts.data}</h3>
      <p className="note">{texts.dataAbout}</p>
      <div className="buttons">
        <Button component="a" variant="default" href={exportAddress(client.id, user.id)} download>
          {texts.export}
        </Button>
        <Button className="dangerous" onClick={() => setAsked(true)}>
          {texts.erase}
        </Button>
      </div>
      {isAsked && <EraseDialog client={client} user={user} leave={() => setAsked(false)} />}
    </section>
  );
}
