import { Alert, Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { AttachButton, Attachments } from './attachments.js';
import { TooLate } from './deeds.js';
import { Obstacles } from './obstacles.js';
import { SavedReplies } from './saved-replies.js';
import { useAttaching } from './use-attaching.js';
import type { Attaching } from './use-attaching.js';
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
  const attaching = useAttaching(letters.reply, writing);
  const takesFiles = mode === 'reply' && writing.is_allowed && !isNote;
  const look = isNote ? 'writing is-note' : 'writing';
  return (
    <div
      className={takesFiles && attaching.isOver ? `${look} is-over` : look}
      {...(takesFiles && attaching.place)}
    >
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
          <Words key={mode} {...{ letter, mode, isNote, request, attaching }} />
        </>
      )}
    </div>
  );
}

type WordsProps = {
  letter: Letter;
  mode: Mode;
  isNote: boolean;
  request: OpenedHandover;
  attaching: Attaching;
};

function Words({ letter, mode, isNote, request, attaching }: WordsProps): ReactNode {
  const { handovers: texts } = useTexts();
  const { text, files, type, error, isSending, isEmpty, send } = letter;
  const { of, rest } = useFieldErrors(error, ['text', 'file']);
  const isStuck = isNote && files.length > 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isStuck) send();
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
        {...(mode === 'reply' && !isNote && { onPaste: attaching.paste })}
      />
      <p role="status" className="marked">
        {mode === 'reply' && isNote && (isStuck ? texts.noteTakesNoFile : texts.isMarked)}
      </p>
      {mode === 'reply' && <Attachments {...{ letter, attaching, channel: request.channel }} />}
      {of('file') && (
        <Alert color="yellow" variant="light" role="alert">
          {texts.fileRefused(files[0]?.file.name ?? '', texts.fileLimits[request.channel])}
        </Alert>
      )}
      <TooLate error={rest} request={request} />
      <div className="sending">
        <Button loading={isSending} disabled={isEmpty || isStuck} onClick={send}>
          {isNote ? texts.saveNote : texts.send}
        </Button>
        {mode === 'reply' && !isNote && <AttachButton {...{ letter, attaching, channel: request.channel }} />}
      </div>
    </>
  );
}

function whyNot({ status, assigned_to_name }: OpenedHandover, texts: HandoverTexts): string {
  if (status === 'pending') return texts.takeFirst;
  return status === 'active' ? texts.takeOverFirst(assigned_to_name ?? '') : texts.hasEnded;
}
