import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { confirmCodes } from '../../api/account.js';
import type { OfferedCodes } from '../../api/account.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { offered: OfferedCodes; confirmed: (recovery: string[]) => Promise<void> };

/** What the authenticator app scans or is told, and the first code it shows. */
export function ConfirmCode({ offered: { secret, qr }, confirmed }: Props): ReactNode {
  const { account: texts } = useTexts();
  const [code, setCode] = useState('');
  const confirming = useMutation({ mutationFn: confirmCodes, onSuccess: confirmed });
  const errors = useFieldErrors(confirming.error, ['code']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirming.mutate(code.trim());
  };
  return (
    <form noValidate onSubmit={submit} className="fields">
      <p>{texts.scan}</p>
      <svg className="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={texts.qr}>
        <path d={qr.path} />
      </svg>
      <p className="note">
        {texts.orType} <span className="secret">{secret}</span>
      </p>
      <TextInput
        label={texts.firstCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={errors.of('code') && texts.wrongCode}
      />
      {errors.rest ? <Problem error={errors.rest} /> : null}
      <div>
        <Button type="submit" loading={confirming.isPending} disabled={code.trim() === ''}>
          {texts.switchOn}
        </Button>
      </div>
    </form>
  );
}
