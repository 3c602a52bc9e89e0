import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newKey } from './new-key.js';
import { noteAbout, writeTo } from '../../api/handovers.js';
import type { OneHandover } from '../../api/handovers.js';

/** To the customer, or to colleagues alone. */
export type Mode = 'reply' | 'note';

export type Letter = {
  text: string;
  error: Error | null;
  isSending: boolean;
  type: (typed: string) => void;
  send: () => void;
};

/** What is typed stays until it is sent; tried once more, it is the same message. */
export function useLetter(one: OneHandover, mode: Mode): Letter {
  const queries = useQueryClient();
  const [{ text, key }, setLetter] = useState({ text: '', key: newKey() });
  const sending = useMutation({
    mutationFn: () => (mode === 'note' ? noteAbout : writeTo)(one, { text: text.trim(), key }),
    onSuccess: () => setLetter({ text: '', key: newKey() }),
    onSettled: async () => {
      await Promise.all(
        ['transcript', 'handover', 'handovers'].map((word) =>
          queries.invalidateQueries({ queryKey: [word, one.client_id] }),
        ),
      );
    },
  });
  const isSending = sending.isPending;
  return {
    text,
    error: sending.error,
    isSending,
    // Other words are another message, also after a try whose answer was lost.
    type: (typed) => setLetter({ text: typed, key: newKey() }),
    send: () => {
      if (text.trim() !== '' && !isSending) sending.mutate();
    },
  };
}
