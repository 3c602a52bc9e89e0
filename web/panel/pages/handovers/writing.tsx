import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { TooLate } from './deeds.js';
import { Obstacles } from './obstacles.js';
import { SavedReplies } from './saved-replies.js';
import { useLetter } from './use-letter.js';
import type { Letter, Mode } from './use-letter.js';
import type { OneHandover, OpenedHandover } from '../../api/handovers.js';
import type { Client } from '../../api/me.js';
import { useFieldErrors } from '../../design/field-errors.js';
import type { HandoverTexts } from '../../texts/shape/handovers.js';
import { useTexts } from '../../texts/use-texts.js';
import { isMarkedAsNote } from '../../../../src/handovers/note-mark.js';

type Props = { client: Client; one: OneHandover; request: OpenedHandover };

const modes: readonly Mode[] = ['reply', 'note'];

/** What the customer is told, or, set apart from it, what colleagues are. What is typed for one is not sent as the other. */
export function Writing({ client, one, request }: Props): ReactNode {
  const { handovers: texts } = useTexts();
  const [mode, setMode] = useState<Mode>('reply');
  const letters = { reply: useLetter(one, 'reply'), note: useLetter(one, 'note') };
  const letter = letters[mode];
  const isNote = mode === 'note' || isMarkedAsNote(letter.text);
  const { writing } = request;
  return (
    <div className={isNote ? 'writing is-note' : 'writing'}>
      <SegmentedControl
        className="writing-mode"
        aria-label={texts.mode}
        value={mode}
        onChange={setMode}
        data={modes.map((value) => ({ value, label: texts.modes[value] }))}
      />
      {mode === 'reply' && !writing.is_allowed ? (
        <p className="note">{whyNot(request, texts)}</p>
      ) : (
        <>
          {!isNote && <Obstacles client={client} writing={writing} />}
          {mode === 'reply' && (
            <SavedReplies client_id={client.id} languages={writing.languages} pick={letter.type} />
          )}
          <Words key={mode} {...{ letter, mode, isNote, request }} />
        </>
      )}
    </div>
  );
}

type WordsProps = { letter: Letter; mode: Mode; isNote: boolean; request: OpenedHandover };

function Words({ letter, mode, isNote, request }: WordsProps): ReactNode {
  const { handovers: texts } = useTexts();
  const { text, type, error, isSending, send } = letter;
  const { of, rest } = useFieldErrors(error, ['text']);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    <>
      <Textarea
        label={mode === 'note' ? texts.note : texts.answer}
        description={mode === 'note' ? texts.noteAbout : texts.answerAbout}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={8000}
        value={text}
        error={of('text')}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p role="status" className="marked">
        {mode === 'reply' && isNote && texts.isMarked}
      </p>
      <TooLate error={rest} request={request} />
      <Button loading={isSending} disabled={text.trim() === ''} onClick={send}>
        {isNote ? texts.saveNote : texts.send}
      </Button>
    </>
  );
}

function whyNot({ status, assigned_to_name }: OpenedHandover, texts: HandoverTexts): string {
  if (status === 'pending') return texts.takeFirst;
  return status === 'active' ? texts.takeOverFirst(assigned_to_name ?? '') : texts.hasEnded;
}
