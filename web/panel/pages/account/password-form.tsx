import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { PasswordField } from './password-field.js';
import { changePassword } from '../../api/account.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import { shortestPassword } from '../link.js';

const blank = { current: '', password: '' };

/** Another password; whoever else is signed in with the old one is signed out. */
export function PasswordForm({ email }: { email: string }): ReactNode {
  const { account: texts, link } = useTexts();
  const { typed, type, wrong, submit, isPending, isDone } = useChanging();
  return (
    <form noValidate onSubmit={submit} className="fields">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        label={texts.current}
        autoComplete="current-password"
        value={typed.current}
        change={(current) => type({ current })}
        error={wrong.current}
      />
      <PasswordField
        label={link.password}
        description={link.passwordAbout}
        autoComplete="new-password"
        value={typed.password}
        change={(password) => type({ password })}
        error={wrong.password}
      />
      {wrong.rest ? <Problem error={wrong.rest} /> : null}
      <div role="status">
        {isDone && (
          <Alert color="teal" variant="light">
            {texts.passwordChanged}
          </Alert>
        )}
      </div>
      <div>
        <Button type="submit" loading={isPending}>
          {texts.changePassword}
        </Button>
      </div>
    </form>
  );
}

function useChanging() {
  const { account: texts, link } = useTexts();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(blank);
  const [missing, setMissing] = useState<Partial<typeof blank>>({});
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      setTyped(blank);
      return queries.invalidateQueries({ queryKey: ['account'] });
    },
  });
  const errors = useFieldErrors(changing.error, ['current', 'password']);
  return {
    ...{ typed, isPending: changing.isPending, isDone: changing.isSuccess && typed === blank },
    type: (part: Partial<typeof blank>) => setTyped({ ...typed, ...part }),
    wrong: {
      current: missing.current ?? (errors.of('current') && texts.wrongPassword),
      password: missing.password ?? errors.of('password'),
      rest: errors.rest,
    },
    submit: (event: FormEvent): void => {
      event.preventDefault();
      const found = {
        ...(typed.current === '' ? { current: texts.needsCurrent } : {}),
        ...(typed.password.length < shortestPassword ? { password: link.passwordAbout } : {}),
      };
      setMissing(found);
      if (Object.keys(found).length === 0) changing.mutate(typed);
    },
  };
}
