import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ConfirmDialog } from './confirm-dialog.js';
import { useTexts } from '../texts/use-texts.js';

type Props = {
  /** What is taken away, as it is called. */
  name: string;
  /** What follows from a yes. */
  about: string;
  remove: () => Promise<unknown>;
  /** It is gone: something else is to be shown. */
  onRemoved: () => Promise<unknown>;
};

/** Takes away what a form shows, after a question. */
export function RemoveButton({ name, about, remove, onRemoved }: Props): ReactNode {
  const { editing } = useTexts();
  const [isAsked, setAsked] = useState(false);
  const removal = useMutation({ mutationFn: remove, onSuccess: onRemoved });
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        {editing.remove}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        isDangerous
        title={editing.removeTitle(name)}
        yes={editing.remove}
        isPending={removal.isPending}
        error={removal.error}
        onYes={() => removal.mutate()}
        onClose={() => setAsked(false)}
      >
        <p>{about}</p>
      </ConfirmDialog>
    </>
  );
}
