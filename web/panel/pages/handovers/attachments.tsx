import { Alert, Button, CloseButton, FileButton, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Attaching } from './use-attaching.js';
import type { Letter } from './use-letter.js';
import type { OpenedHandover } from '../../api/handovers.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { letter: Letter; attaching: Attaching; channel: OpenedHandover['channel'] };

/** Chooses files, with a word on which ones may go; they may be dropped on the answer and pasted into it as well. */
export function AttachButton({ letter, attaching, channel }: Props): ReactNode {
  const { handovers: texts } = useTexts();
  return (
    <>
      <FileButton multiple onChange={attaching.choose}>
        {(props) => (
          <Button variant="default" disabled={letter.isSending} {...props}>
            {texts.attach}
          </Button>
        )}
      </FileButton>
      <p className="note">{texts.fileLimits[channel]}</p>
    </>
  );
}

/** What goes with the answer. */
export function Attachments({ letter, attaching, channel }: Props): ReactNode {
  const { handovers: texts } = useTexts();
  const { files, progress, isSending, detach } = letter;
  return (
    <div className="attachments">
      {attaching.refused.length > 0 && (
        <Alert color="yellow" variant="light" role="alert">
          {texts.fileRefused(attaching.refused.join(', '), texts.fileLimits[channel])}
        </Alert>
      )}
      {files.length > 0 && (
        <ul aria-label={texts.attached}>
          {files.map(({ file, key }) => (
            <li key={key}>
              <span>{file.name}</span>
              <CloseButton
                aria-label={texts.detach(file.name)}
                disabled={isSending}
                onClick={() => detach(key)}
              />
            </li>
          ))}
        </ul>
      )}
      {progress !== null && <Progress value={progress * 100} aria-label={texts.uploading} />}
    </div>
  );
}
