import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { calledBy } from './called-by.js';
import { UserRow, UserSearch, useUsers } from './user-list.js';
import type { Client } from '../../api/me.js';
import { mergeUsers, unmergeUser } from '../../api/users.js';
import type { ShownUser, UserFilter } from '../../api/users.js';
import { go } from '../../app/navigation.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { DataList } from '../../design/data-list.js';
import { Dialog } from '../../design/dialog.js';
import { Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; user: ShownUser };

/** Who was merged into this user, the way back, and merging with somebody else. */
export function OnePerson({ client, user, mayChange }: Props & { mayChange: boolean }): ReactNode {
  const { users: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const [isMerging, setMerging] = useState(false);
  if (!mayChange && user.merged.length === 0) return null;
  return (
    <section>
      <h3>{texts.onePerson}</h3>
      <ul className="happened">
        {user.merged.map(({ user_id, name, cause, created_at }, index) => (
          <li key={user_id} className="row-line">
            <span>
              {texts.merged(name ?? texts.nobody, moment(created_at))}{' '}
              {cause === 'addresses' && <span className="note">{texts.byAddresses}</span>}
            </span>
            {mayChange && index === 0 && <Unmerge client={client} user={user} name={name ?? texts.nobody} />}
          </li>
        ))}
      </ul>
      {mayChange && (
        <>
          <p className="note">{texts.onePersonAbout}</p>
          <div className="buttons">
            <Button variant="default" onClick={() => setMerging(true)}>
              {texts.merge}
            </Button>
          </div>
          {isMerging && <MergeDialog client={client} user={user} leave={() => setMerging(false)} />}
        </>
      )}
    </section>
  );
}

function Unmerge({ client, user, name }: Props & { name: string }): ReactNode {
  const { users: texts } = useTexts();
  const show = useShown(client);
  const [isAsked, setAsked] = useState(false);
  const parting = useMutation({
    mutationFn: () => unmergeUser(client.id, user.id),
    onSuccess: async (parted) => {
      setAsked(false);
      await show(parted);
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsked(true)}>
        {texts.unmerge}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        title={texts.unmergeTitle(name)}
        yes={texts.unmerge}
        isPending={parting.isPending}
        error={parting.error}
        onYes={() => parting.mutate()}
        onClose={() => setAsked(false)}
      >
        <p>{texts.unmergeAbout}</p>
      </ConfirmDialog>
    </>
  );
}

function MergeDialog({ client, user, leave }: Props & { leave: () => void }): ReactNode {
  const { users: texts } = useTexts();
  const show = useShown(client);
  const [filter, setFilter] = useState<UserFilter>({});
  const { pages, rows } = useUsers(client, filter);
  const others = rows.filter(({ id, is_being_erased }) => id !== user.id && !is_being_erased);
  const merging = useMutation({
    mutationFn: (other_id: string) => mergeUsers(client.id, { id: user.id, other_id }),
    onSuccess: async (merged) => {
      leave();
      await show(merged);
    },
  });
  return (
    <Dialog title={texts.mergeTitle(calledBy(user) ?? texts.nobody)} onClose={leave}>
      <p className="note">{texts.mergeAbout}</p>
      {merging.error && <Problem error={merging.error} />}
      <UserSearch label={texts.find} search={(search) => setFilter({ search })} />
      <DataList pages={pages} isEmpty={others.length === 0} title={texts.mergeNobody}>
        {others.map((other) => (
          <li key={other.id} className="row-line">
            <span className="merge-choice">
              <UserRow user={other} timezone={client.timezone} />
            </span>
            <Button
              size="xs"
              variant="default"
              loading={merging.isPending && merging.variables === other.id}
              aria-label={texts.mergeWith(calledBy(other) ?? texts.nobody)}
              onClick={() => merging.mutate(other.id)}
            >
              {texts.merge}
            </Button>
          </li>
        ))}
      </DataList>
    </Dialog>
  );
}

/** Shows a user as they are after a change; after a merge that may be the other one. */
function useShown(client: Client): (user: ShownUser) => Promise<void> {
  const queries = useQueryClient();
  return async (user) => {
    queries.setQueryData(['user', client.id, user.id], user);
    await queries.invalidateQueries({ queryKey: ['users', client.id] });
    go(`/${client.slug}/users/${user.id}`, { replaces: true });
  };
}
