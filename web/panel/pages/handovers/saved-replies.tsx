import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { listSavedReplies, readSavedReply } from '../../api/handovers.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  client_id: string;
  /** In which to look for its words, the best first. */
  languages: readonly string[];
  pick: (text: string) => void;
};

/** What the client has written down for its managers, to begin an answer from. */
export function SavedReplies({ client_id, languages, pick }: Props): ReactNode {
  const { handovers: texts } = useTexts();
  const { data: replies = [] } = useQuery({
    queryKey: ['texts', client_id, 'saved_replies', 'all'],
    queryFn: ({ signal }) => listSavedReplies(client_id, signal),
  });
  const taking = useMutation({
    mutationFn: (id: string) => readSavedReply(client_id, { id, languages }),
    onSuccess: pick,
  });
  if (replies.length === 0) return null;
  return (
    <NativeSelect
      label={texts.savedReply}
      value=""
      disabled={taking.isPending}
      onChange={(event) => taking.mutate(event.currentTarget.value)}
      data={[
        { value: '', label: texts.noSavedReply },
        ...replies.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
