import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { PasswordField } from './password-field.js';
import { YesOrCancel } from '../../design/dialog.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { yes: string; work: (password: string) => Promise<unknown>; leave: () => void };

/** That it is still the same person: asked before what opens or closes an account. */
export function AskPassword({ yes, work, leave }: Props): ReactNode {
  const { account: texts } = useTexts();
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState('');
  const working = useMutation({ mutationFn: work });
  const errors = useFieldErrors(working.error, ['password']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(password === '' ? texts.needsCurrent : '');
    if (password !== '') working.mutate(password);
  };
  return (
    <form noValidate onSubmit={submit} className="fields">
      <PasswordField
        label={texts.current}
        autoComplete="current-password"
        value={password}
        change={setPassword}
        error={missing || (errors.of('password') && texts.wrongPassword)}
      />
      {errors.rest ? <Problem error={errors.rest} /> : null}
      <YesOrCancel yes={yes} isPending={working.isPending} onCancel={leave} />
    </form>
  );
}
