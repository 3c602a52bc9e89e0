import { useState } from 'react';
import type { ReactNode } from 'react';
import { Dialog, YesOrCancel } from './dialog.js';
import { Problem } from './page.js';

type Props = {
  isOpen: boolean;
  /** The question, and below it what follows from a yes. */
  title: string;
  children?: ReactNode;
  /** What the button of the yes says: the deed, not "OK". */
  yes: string;
  isDangerous?: boolean;
  isPending?: boolean;
  /** Why it was refused. */
  error?: unknown;
  onYes: () => void;
  onClose: () => void;
};

/** Asks before something is done that is not easily undone. */
export function ConfirmDialog(props: Props): ReactNode {
  const { isOpen, title, children, error, onClose, isPending = false, ...answer } = props;
  // A question that is asked again does not begin with what was refused the time before.
  const [told, setTold] = useState<unknown>(null);
  const close = (): void => {
    setTold(error);
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} title={title} onClose={close}>
      {children}
      {error && error !== told ? <Problem error={error} /> : null}
      <YesOrCancel {...answer} isPending={isPending} onCancel={close} />
    </Dialog>
  );
}
