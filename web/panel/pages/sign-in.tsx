import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Entrance } from './entrance.js';
import { signIn } from '../api/me.js';
import { ApiError } from '../api/request.js';
import type { PanelTexts } from '../texts/shape.js';
import { Problem } from '../design/page.js';
import { useTexts } from '../texts/use-texts.js';

type Typed = { email: string; password: string; code: string };

/**
 * Signing in. It stands at the address that was asked for, so that the page asked for follows.
 *
 * @param props.wasSignedIn a session ended while its page was open
 */
export function SignIn({ wasSignedIn }: { wasSignedIn: boolean }): ReactNode {
  const { signIn: texts } = useTexts();
  return (
    <Entrance title={texts.title} about={texts.about} note={wasSignedIn ? texts.expired : undefined}>
      <SignInForm />
    </Entrance>
  );
}

function SignInForm(): ReactNode {
  const { signIn: texts } = useTexts();
  const { typed, wrong, type, submit, enter } = useSigningIn();
  const code = codeOf(enter.error);
  return (
    <form onSubmit={submit} noValidate>
      <TextInput
        type="email"
        label={texts.email}
        autoComplete="username"
        autoFocus
        value={typed.email}
        onChange={type('email')}
        error={wrong.email}
      />
      <PasswordInput
        label={texts.password}
        autoComplete="current-password"
        value={typed.password}
        onChange={type('password')}
        error={wrong.password}
        visibilityToggleButtonProps={{ 'aria-label': texts.showPassword, tabIndex: 0 }}
      />
      {(typed.code !== '' || isAboutCode(code)) && (
        <TextInput
          label={texts.code}
          description={texts.codeAbout}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={typed.code}
          onChange={type('code')}
          error={code === 'code_wrong' ? texts.wrongCode : undefined}
        />
      )}
      {enter.error && !isAboutCode(code) && <Problem error={enter.error} />}
      <Button type="submit" fullWidth loading={enter.isPending}>
        {texts.submit}
      </Button>
    </form>
  );
}

/** What is typed stays, whatever comes of it; what is missing is told beside its field before anybody is asked. */
function useSigningIn() {
  const { signIn: texts } = useTexts();
  const client = useQueryClient();
  const [typed, setTyped] = useState<Typed>({ email: '', password: '', code: '' });
  const [wrong, setWrong] = useState<Partial<Typed>>({});
  const enter = useMutation({
    mutationFn: ({ email, password, code }: Typed) =>
      signIn({ email: email.trim(), password, ...(code === '' ? {} : { code: code.trim() }) }),
    onSuccess: () => client.invalidateQueries(),
  });
  return {
    typed,
    wrong,
    enter,
    type: (field: keyof Typed) => (event: FormEvent<HTMLInputElement>) =>
      setTyped({ ...typed, [field]: event.currentTarget.value }),
    submit: (event: FormEvent): void => {
      event.preventDefault();
      const missing = missingIn(typed, texts);
      setWrong(missing);
      if (Object.keys(missing).length === 0) enter.mutate(typed);
    },
  };
}

function codeOf(error: Error | null): string {
  return error instanceof ApiError ? error.code : '';
}

/** Whether the second step is what is missing. */
function isAboutCode(code: string): boolean {
  return code === 'code_needed' || code === 'code_wrong';
}

function missingIn({ email, password }: Typed, texts: PanelTexts['signIn']): Partial<Typed> {
  return {
    ...(email.trim() === '' ? { email: texts.needsEmail } : {}),
    ...(password === '' ? { password: texts.needsPassword } : {}),
  };
}
