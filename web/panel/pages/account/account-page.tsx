import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NameForm } from './name-form.js';
import { OneTimeCodes } from './one-time-codes.js';
import { PasswordForm } from './password-form.js';
import { Sessions } from './sessions.js';
import { readAccount } from '../../api/account.js';
import type { OwnPageProps } from '../../app/pages.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import './account.css';

/** One's own account: name, password, one-time codes, where one is signed in. */
export function AccountPage({ me }: OwnPageProps): ReactNode {
  const { account: texts, shell } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['account'],
    queryFn: ({ signal }) => readAccount(signal),
  });
  return (
    <>
      <PageHead title={shell.account} about={me.email} />
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="account-cards">
          <Card title={texts.name}>
            <NameForm me={me} />
          </Card>
          <Card title={texts.password}>
            <PasswordForm email={me.email} />
          </Card>
          <Card title={texts.codes}>
            <OneTimeCodes account={data} />
          </Card>
          <Card title={texts.sessions}>
            <Sessions sessions={data.sessions} />
          </Card>
        </div>
      )}
    </>
  );
}
