import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newKey } from './new-key.js';
import { noteAbout, sendFile, writeTo } from '../../api/handovers.js';
import type { OneHandover } from '../../api/handovers.js';

/** To the customer, or to colleagues alone. */
export type Mode = 'reply' | 'note';

export type Attached = { file: File; key: string };

export type Letter = {
  text: string;
  files: readonly Attached[];
  /** How much of the file that is being sent is on its way, from 0 to 1; null while none is. */
  progress: number | null;
  error: Error | null;
  isSending: boolean;
  isEmpty: boolean;
  type: (typed: string) => void;
  attach: (files: readonly File[]) => void;
  detach: (key: string) => void;
  send: () => void;
};

/** What is typed and attached stays until it is sent; tried once more, it is the same message. */
export function useLetter(one: OneHandover, mode: Mode): Letter {
  const queries = useQueryClient();
  const [{ text, key }, setLetter] = useState({ text: '', key: newKey() });
  const [files, setFiles] = useState<readonly Attached[]>([]);
  const [progress, setProgress] = useState<number | null>(null);
  const detach = (gone: string): void => setFiles((all) => all.filter((other) => other.key !== gone));
  // What was typed while it was on its way is the next letter already.
  const isSent = (): void =>
    setLetter((letter) => (letter.key === key ? { text: '', key: newKey() } : letter));
  const sendAll = async (): Promise<void> => {
    const [first, ...others] = files;
    if (!first) {
      await (mode === 'note' ? noteAbout : writeTo)(one, { text: text.trim(), key });
      return isSent();
    }
    await sendFile(one, { ...first, text: text.trim() }, setProgress);
    detach(first.key);
    isSent();
    for (const other of others) {
      await sendFile(one, { ...other, text: '' }, setProgress);
      detach(other.key);
    }
  };
  const sending = useMutation({
    mutationFn: sendAll,
    onSettled: async () => {
      setProgress(null);
      await Promise.all(
        ['transcript', 'handover', 'handovers'].map((word) =>
          queries.invalidateQueries({ queryKey: [word, one.client_id] }),
        ),
      );
    },
  });
  const isSending = sending.isPending;
  const isEmpty = text.trim() === '' && files.length === 0;
  return {
    ...{ text, files, progress, error: sending.error, isSending, isEmpty, detach },
    // Other words are another message, also after a try whose answer was lost.
    type: (typed) => setLetter({ text: typed, key: newKey() }),
    attach: (more) => setFiles((all) => [...all, ...more.map((file) => ({ file, key: newKey() }))]),
    send: () => {
      if (!isEmpty && !isSending) sending.mutate();
    },
  };
}
