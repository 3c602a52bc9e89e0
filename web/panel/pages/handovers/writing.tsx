import { Alert, Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { TooLate } from './deeds.js';
import { newKey } from './new-key.js';
import { listSavedReplies, readSavedReply, writeTo } from '../../api/handovers.js';
import type { OneHandover, OpenedHandover } from '../../api/handovers.js';
import type { Client } from '../../api/me.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; one: OneHandover; request: OpenedHandover };

/** What the customer is told: typed, or begun from a saved reply. */
export function Writing({ client, one, request }: Props): ReactNode {
  const { handovers: texts } = useTexts();
  const { text, type, error, isSending, send } = useLetter(one);
  const { of, rest } = useFieldErrors(error, ['text']);
  const { writing } = request;
  if (!writing.is_allowed) {
    return (
      <p className="note writing">
        {request.status === 'pending' ? texts.takeFirst : texts.takeOverFirst(request.assigned_to_name ?? '')}
      </p>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    <div className="writing">
      <Obstacles client={client} writing={writing} />
      <SavedReplies client_id={client.id} languages={writing.languages} pick={type} />
      <Textarea
        label={texts.answer}
        description={texts.answerAbout}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={8000}
        value={text}
        error={of('text')}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <TooLate error={rest} request={request} />
      <Button loading={isSending} disabled={text.trim() === ''} onClick={send}>
        {texts.send}
      </Button>
    </div>
  );
}

/** What is typed stays until it is sent; tried once more, it is the same message. */
function useLetter(one: OneHandover) {
  const queries = useQueryClient();
  const [{ text, key }, setLetter] = useState({ text: '', key: newKey() });
  const sending = useMutation({
    mutationFn: () => writeTo(one, { text: text.trim(), key }),
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
    type: (typed: string) => setLetter({ text: typed, key: newKey() }),
    send: () => {
      if (text.trim() !== '' && !isSending) sending.mutate();
    },
  };
}

function SavedReplies({
  client_id,
  languages,
  pick,
}: {
  client_id: string;
  languages: readonly string[];
  pick: (text: string) => void;
}): ReactNode {
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

/** What stands in the way of the words: said before they are written. */
function Obstacles({ client, writing }: { client: Client; writing: OpenedHandover['writing'] }): ReactNode {
  const { handovers: texts } = useTexts();
  const formats = useFormats(client.timezone);
  const said = [
    writing.is_unreachable && texts.unreachable,
    writing.connection_problem !== null && texts.connection(writing.connection_problem),
    writing.is_window_closed && texts.windowClosed,
  ].filter((one) => typeof one === 'string');
  return (
    <>
      {said.map((one) => (
        <Alert key={one} color="yellow" variant="light">
          {one}
        </Alert>
      ))}
      {writing.window_until !== null && (
        <p className="note">{texts.windowUntil(formats.moment(writing.window_until))}</p>
      )}
    </>
  );
}
