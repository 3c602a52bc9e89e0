import { Alert, Badge, Button, CopyButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { AskPassword } from './ask-password.js';
import { ConfirmCode } from './confirm-code.js';
import { endCodes, offerCodes, renewRecoveryCodes } from '../../api/account.js';
import type { OfferedCodes, OwnAccount } from '../../api/account.js';
import { useTexts } from '../../texts/use-texts.js';

type Asking = 'begin' | 'end' | 'renew';

/** The second step of signing in: switched on with an app, off with the password; and codes for a lost app. */
export function OneTimeCodes({ account }: { account: OwnAccount }): ReactNode {
  const { account: texts, common } = useTexts();
  const { asking, ask, offered, recovery, works, settle } = useCodes();
  const isOn = account.totp_since !== null;
  return (
    <div className="fields">
      <p>
        <Badge component="span" variant="light" color={isOn ? 'teal' : 'gray'}>
          {isOn ? texts.codesOn : texts.codesOff}
        </Badge>{' '}
        <span className="note">{isOn ? texts.codesLeft(account.recovery_codes_left) : texts.codesAbout}</span>
      </p>
      {recovery && <RecoveryCodes codes={recovery} done={() => void settle(null)} />}
      {offered ? (
        <>
          <ConfirmCode offered={offered} confirmed={settle} />
          <div>
            <Button variant="default" onClick={() => void settle(null)}>
              {common.cancel}
            </Button>
          </div>
        </>
      ) : asking ? (
        <AskPassword key={asking} yes={texts.asks[asking]} work={works[asking]} leave={() => ask(null)} />
      ) : (
        <div className="buttons">
          {(isOn ? (['renew', 'end'] as const) : (['begin'] as const)).map((one) => (
            <Button key={one} variant={one === 'begin' ? 'filled' : 'default'} onClick={() => ask(one)}>
              {texts.asks[one]}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What is asked for now, and what the right password does then. */
function useCodes() {
  const queries = useQueryClient();
  const [asking, ask] = useState<Asking | null>(null);
  const [offered, setOffered] = useState<OfferedCodes | null>(null);
  const [recovery, setRecovery] = useState<string[] | null>(null);
  const settle = (codes: string[] | null): Promise<void> => {
    setOffered(null);
    ask(null);
    setRecovery(codes);
    return queries.invalidateQueries({ queryKey: ['account'] });
  };
  const works: Record<Asking, (password: string) => Promise<void>> = {
    begin: async (password) => {
      setOffered(await offerCodes(password));
      ask(null);
    },
    end: async (password) => {
      await endCodes(password);
      await settle(null);
    },
    renew: async (password) => settle(await renewRecoveryCodes(password)),
  };
  return { asking, ask, offered, recovery, works, settle };
}

function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }): ReactNode {
  const { account: texts, editing } = useTexts();
  return (
    <Alert color="teal" variant="light" role="status" title={texts.recovery}>
      <p>{texts.recoveryAbout}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="buttons">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? editing.copied : editing.copy}</Button>}
        </CopyButton>
        <Button variant="default" onClick={done}>
          {editing.copyDone}
        </Button>
      </div>
    </Alert>
  );
}
