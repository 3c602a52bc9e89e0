import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { JoinDialog } from './join-dialog.js';
import { partManager } from '../../api/managers.js';
import type { Joined, Manager } from '../../api/managers.js';
import type { Client } from '../../api/me.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { manager: Manager; client: Client };

/** Says that somebody of the group and somebody of the panel are one person, or that they are two after all. */
export function OnePerson({ manager, client }: Props): ReactNode {
  const { managers: texts } = useTexts();
  // As it was when it was asked: while the question is open somebody else may answer it.
  const [asked, ask] = useState<'join' | Joined | null>(null);
  const { id, name, telegram_user_id, admin_id } = manager;
  // Who answered in the panel alone, and whose account is gone.
  if (telegram_user_id === null && admin_id === null) return null;
  const joined = telegram_user_id !== null && admin_id !== null ? { id, admin_id } : null;
  const deed = joined ? texts.part : texts.join;
  const leave = (): void => ask(null);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={`${deed}: ${name}`}
        onClick={() => ask(joined ?? 'join')}
      >
        {deed}
      </Button>
      {asked === 'join' && <JoinDialog client={client} manager={manager} leave={leave} />}
      {asked !== null && asked !== 'join' && (
        <Parting client={client} name={name} pair={asked} leave={leave} />
      )}
    </>
  );
}

type PartingProps = { client: Client; name: string; pair: Joined; leave: () => void };

function Parting({ client, name, pair, leave }: PartingProps): ReactNode {
  const { managers: texts } = useTexts();
  const queries = useQueryClient();
  const parting = useMutation({
    mutationFn: () => partManager(client.id, pair),
    onSuccess: leave,
    onSettled: () => queries.invalidateQueries({ queryKey: ['managers', client.id] }),
  });
  return (
    <ConfirmDialog
      isOpen
      title={texts.partTitle(name)}
      yes={texts.part}
      isPending={parting.isPending}
      error={parting.error}
      onYes={() => parting.mutate()}
      onClose={leave}
    >
      <p>{texts.partAbout}</p>
    </ConfirmDialog>
  );
}
