import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  label: string;
  description?: string;
  autoComplete: 'current-password' | 'new-password';
  value: string;
  change: (value: string) => void;
  error?: string | undefined;
};

/** A password, which may be looked at while it is typed. */
export function PasswordField({ change, error, ...rest }: Props): ReactNode {
  const { signIn } = useTexts();
  return (
    <PasswordInput
      {...rest}
      onChange={(event) => change(event.currentTarget.value)}
      error={error}
      visibilityToggleButtonProps={{ 'aria-label': signIn.showPassword, tabIndex: 0 }}
    />
  );
}
