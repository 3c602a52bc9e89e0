import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.js';

type Props = {
  /** Whether anything differs from what is kept. */
  isChanged: boolean;
  isPending: boolean;
  /** Whether what was last typed has been kept. */
  isSaved?: boolean;
  /** Other words than "Save". */
  label?: string;
  /** Puts back what is kept. */
  onReset?: () => void;
  /** Other buttons. */
  children?: ReactNode;
};

/** The foot of a form: saves it (its button submits), undoes what was typed, says that it is kept. It stays in sight. */
export function SaveBar(props: Props): ReactNode {
  const { editing: texts } = useTexts();
  const { isChanged, isPending, isSaved = false, label, onReset, children } = props;
  return (
    <div className="save-bar">
      <Button type="submit" loading={isPending} disabled={!isChanged}>
        {label ?? texts.save}
      </Button>
      {onReset && (
        <Button variant="default" disabled={!isChanged || isPending} onClick={onReset}>
          {texts.discard}
        </Button>
      )}
      {children}
      <span role="status" className="note">
        {isSaved && !isChanged ? texts.saved : isChanged ? texts.unsaved : ''}
      </span>
    </div>
  );
}
