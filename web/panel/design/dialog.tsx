import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.js';

type DialogProps = {
  /** True unless told. */
  isOpen?: boolean;
  title: string;
  children: ReactNode;
  onClose: () => void;
};

/** What stands before the page until it is answered or closed. */
export function Dialog({ isOpen = true, title, children, onClose }: DialogProps): ReactNode {
  const { common } = useTexts();
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
    </Modal>
  );
}

type AnswerProps = {
  /** What the button of the yes says: the deed, not "OK". */
  yes: string;
  isDangerous?: boolean;
  isPending: boolean;
  /** Left out in a form: there the button submits it. */
  onYes?: () => void;
  onCancel: () => void;
};

/** The two ways out of a question. */
export function YesOrCancel({
  yes,
  isDangerous = false,
  isPending,
  onYes,
  onCancel,
}: AnswerProps): ReactNode {
  const { common } = useTexts();
  return (
    <div className="buttons">
      <Button
        type={onYes ? 'button' : 'submit'}
        loading={isPending}
        className={isDangerous ? 'dangerous' : ''}
        {...(onYes && { onClick: onYes })}
      >
        {yes}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {common.cancel}
      </Button>
    </div>
  );
}
