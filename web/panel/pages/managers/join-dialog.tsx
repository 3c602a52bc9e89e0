import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { joinManager, listAllManagers } from '../../api/managers.js';
import type { Joined, Manager } from '../../api/managers.js';
import type { Client } from '../../api/me.js';
import { readMembers } from '../../api/members.js';
import { meQuery } from '../../app/session.js';
import { Dialog, YesOrCancel } from '../../design/dialog.js';
import { Loading, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; manager: Manager; leave: () => void };
/** Somebody who may be the same person, and what is said when they are chosen. */
type Choice = { key: string; name: string; pair: Joined };

/** Asks who a manager of the group is in the panel, or whoever answers in the panel alone in the group; then joins them. */
export function JoinDialog({ client, manager, leave }: Props): ReactNode {
  const { managers: texts } = useTexts();
  const { choices, error } = useChoices(client, manager);
  const to = manager.telegram_user_id === null ? 'manager' : 'admin';
  return (
    <Dialog title={texts.joinTitle[to](manager.name)} onClose={leave}>
      {error && <Problem error={error} />}
      {!choices && !error && <Loading />}
      {choices?.length === 0 && <p>{texts.nobodyToJoin[to]}</p>}
      {choices && choices.length > 0 && (
        <Choosing client={client} label={texts.joinTo[to]} choices={choices} leave={leave} />
      )}
    </Dialog>
  );
}

function Choosing({
  client,
  label,
  choices,
  leave,
}: Pick<Props, 'client' | 'leave'> & { label: string; choices: readonly Choice[] }): ReactNode {
  const { managers: texts } = useTexts();
  const [key, choose] = useState('');
  const [isTried, setTried] = useState(false);
  const { mutate, reset, error, isPending } = useJoining(client, leave);
  // Whoever is somebody else's meanwhile is no choice any more.
  const chosen = choices.find((one) => one.key === key);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (chosen) mutate(chosen.pair);
  };
  return (
    <form onSubmit={submit} noValidate className="fields">
      <p className="note">{texts.joinAbout}</p>
      {error ? <Problem error={error} /> : null}
      <NativeSelect
        label={label}
        value={chosen?.key ?? ''}
        error={isTried && !chosen ? texts.choose : undefined}
        onChange={(event) => {
          choose(event.currentTarget.value);
          reset();
        }}
        data={[
          { value: '', label: texts.choose },
          ...choices.map((one) => ({ value: one.key, label: one.name })),
        ]}
      />
      <YesOrCancel yes={texts.join} isPending={isPending} onCancel={leave} />
    </form>
  );
}

function useJoining(client: Client, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (pair: Joined) => joinManager(client.id, pair),
    onSuccess: done,
    // Also when somebody was first: what stands there is old.
    onSettled: async () => {
      await Promise.all(
        ['managers', 'handovers', 'handover'].map((word) =>
          queries.invalidateQueries({ queryKey: [word, client.id] }),
        ),
      );
    },
  });
}

/** Those who are not somebody else's already; of people in the panel the reader comes first, who may run the installation. */
function useChoices(
  client: Client,
  manager: Manager,
): { choices: Choice[] | undefined; error: Error | null } {
  const { managers: texts } = useTexts();
  const { data: me } = useQuery(meQuery);
  const managers = useQuery({
    queryKey: ['managers', client.id, 'all'],
    queryFn: ({ signal }) => listAllManagers(client.id, signal),
  });
  const members = useQuery({
    queryKey: ['members', client.id],
    queryFn: ({ signal }) => readMembers(client.id, signal),
  });
  const error = managers.error ?? members.error;
  if (!managers.data || !members.data || !me) return { choices: undefined, error };
  const inGroup = managers.data.filter(({ telegram_user_id }) => telegram_user_id !== null);
  const { telegram_user_id, admin_id: own } = manager;
  if (telegram_user_id === null && own !== null) {
    const free = inGroup.filter(({ admin_id }) => admin_id === null);
    return { choices: free.map(({ id, name }) => ({ key: id, name, pair: { id, admin_id: own } })), error };
  }
  const others = members.data.items.filter((one) => one.admin_id !== me.id && !one.is_disabled);
  const people = [
    { admin_id: me.id, name: texts.you(me.name) },
    ...others.map(({ admin_id, name, email }) => ({ admin_id, name: `${name} (${email})` })),
  ];
  const isFree = ({ admin_id }: { admin_id: string }) => inGroup.every((one) => one.admin_id !== admin_id);
  return {
    choices: people
      .filter(isFree)
      .map(({ admin_id, name }) => ({ key: admin_id, name, pair: { id: manager.id, admin_id } })),
    error,
  };
}
