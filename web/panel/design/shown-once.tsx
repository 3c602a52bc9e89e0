import { Alert, Button, CopyButton, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.js';

/**
 * A link or a token that is shown this once.
 *
 * @param props.label what it is
 * @param props.about whom it is for, and how long it holds
 */
export function ShownOnce({
  label,
  about,
  value,
  close,
}: {
  label: string;
  about: string;
  value: string;
  close: () => void;
}): ReactNode {
  const { editing: texts } = useTexts();
  return (
    <Alert color="teal" variant="light" role="status" title={texts.shownOnce} className="shown-once">
      <p>{about}</p>
      <div className="row-line">
        <TextInput
          aria-label={label}
          readOnly
          autoFocus
          value={value}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={value}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? texts.copied : texts.copy}</Button>}
        </CopyButton>
        <Button variant="default" onClick={close}>
          {texts.copyDone}
        </Button>
      </div>
    </Alert>
  );
}
