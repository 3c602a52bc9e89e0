import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { letGo, useUnsaved } from './unsaved.js';
import { ApiError } from '../api/request.js';
import { useTexts } from '../texts/use-texts.js';

export type Edit<Draft, Kept> = ReturnType<typeof useEdit<Draft, Kept>>;

/**
 * Something that is opened in a form, changed and kept: what was typed stays whatever the answer is, nothing that somebody
 * saved meanwhile is overwritten, and whoever leaves without saving is asked first.
 *
 * @param edit.opened as it is kept; null: it is new
 * @param edit.draftOf what stands in the form then
 * @param edit.save keeps the draft over what was opened; rejects with `stale_edit` when that has changed since
 * @param edit.settled is told what is kept now; `wasNew` when it was not there before
 */
export function useEdit<Draft, Kept>(edit: {
  opened: Kept | null;
  draftOf: (kept: Kept | null) => Draft;
  save: (over: Kept | null, draft: Draft) => Promise<Kept>;
  settled: (kept: Kept, wasNew: boolean) => unknown;
}) {
  const { editing } = useTexts();
  const [over, setOver] = useState(edit.opened);
  const [draft, setDraft] = useState(() => edit.draftOf(edit.opened));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(edit.draftOf(over));
  useUnsaved(isChanged ? editing.leave : null);
  const start = (kept: Kept): void => {
    setOver(kept);
    setDraft(edit.draftOf(kept));
  };
  const { mutate, reset, error, isSuccess, isPending } = useMutation({
    mutationFn: (known: Kept | null) => edit.save(known, draft),
    onSuccess: async (kept, known) => {
      start(kept);
      letGo();
      await edit.settled(kept, known === null);
    },
  });
  const isStale = error instanceof ApiError && error.code === 'stale_edit';
  const stale = isStale ? (error.current as Kept) : null;
  return {
    ...{ draft, over, isChanged, isPending, stale },
    isSaved: isSuccess && !isChanged,
    error: isStale ? null : error,
    change(part: Partial<Draft>) {
      setDraft((before) => ({ ...before, ...part }));
      if ((error && !isStale) || isSuccess) reset();
    },
    discard() {
      setDraft(edit.draftOf(over));
      reset();
    },
    save: () => mutate(over),
    keepMine: () => mutate(stale),
    takeTheirs() {
      if (stale === null) return;
      start(stale);
      reset();
      void edit.settled(stale, false);
    },
  };
}
