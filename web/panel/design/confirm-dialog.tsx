import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problem } from './page.js';
import { useTexts } from '../texts/use-texts.js';

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
  const { common } = useTexts();
  const { isOpen, title, children, yes, onYes, onClose, error, isPending = false } = props;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {children}
      {error ? <Problem error={error} /> : null}
      <div className="buttons">
        <Button loading={isPending} onClick={onYes} className={props.isDangerous ? 'dangerous' : ''}>
          {yes}
        </Button>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
      </div>
    </Modal>
  );
}
