import { Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { decideFailedWork } from '../../api/queues.js';
import type { FailedDecision, FailedKind, FailedWork } from '../../api/queues.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { useTexts } from '../../texts/use-texts.js';

export type Wanted = { kind: FailedKind; work: FailedWork; decision: FailedDecision };

/** What follows from trying once more, or from giving up; for this one, or for all that failed alike. */
export function DecideDialog({ wanted, close }: { wanted: Wanted | null; close: () => void }): ReactNode {
  const { queues: texts } = useTexts();
  const [scope, setScope] = useState('one');
  const queries = useQueryClient();
  const deciding = useMutation({
    mutationFn: ({ kind, work, decision }: Wanted) =>
      decideFailedWork({ kind, id: work.id, decision, alike: scope === 'alike' }),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['queues'] }),
        queries.invalidateQueries({ queryKey: ['failed-work'] }),
      ]);
      close();
    },
  });
  const kind = wanted?.kind ?? 'updates';
  const isRetry = wanted?.decision === 'retry';
  const alike = wanted?.work.alike ?? 1;
  return (
    <ConfirmDialog
      isOpen={wanted !== null}
      title={isRetry ? texts.retryTitle[kind] : texts.discardTitle[kind]}
      yes={isRetry ? texts.retry : texts.discard}
      isDangerous={!isRetry}
      isPending={deciding.isPending}
      error={deciding.error}
      onYes={() => wanted && deciding.mutate(wanted)}
      onClose={close}
    >
      <p>{isRetry ? texts.retryAbout[kind] : texts.discardAbout[kind]}</p>
      {alike > 1 && (
        <Radio.Group label={texts.howMany} value={scope} onChange={setScope} className="decide-scope">
          <Radio value="one" label={texts.onlyThis} />
          <Radio value="alike" label={texts.allAlike(alike)} />
        </Radio.Group>
      )}
    </ConfirmDialog>
  );
}
