import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { NewTokenForm } from './new-token-form.js';
import type { Client } from '../../api/me.js';
import { listTokens, revokeToken } from '../../api/tokens.js';
import type { Token } from '../../api/tokens.js';
import type { PageProps } from '../../app/pages.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { Card, Loading, PageHead, Problem, Quiet } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** What programs sign in with: made and revoked by owners, shown in full only once. */
export function TokensPage({ client }: PageProps): ReactNode {
  const { tokens: texts, members, shell } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens', client.id],
    queryFn: ({ signal }) => listTokens(client.id, signal),
  });
  const isOwner = client.role === 'owner';
  return (
    <>
      <PageHead title={shell.tokens} about={texts.about}>
        <Button component="a" href="/api/docs" target="_blank" rel="noreferrer" variant="default">
          {texts.docs}
        </Button>
      </PageHead>
      {!isOwner && <p className="note page-note">{members.ownersOnly}</p>}
      {isOwner && (
        <Card title={texts.make}>
          <NewTokenForm client={client} />
        </Card>
      )}
      <Card title={texts.list}>
        {error && <Problem error={error} again={() => void refetch()} />}
        {!data && !error && <Loading />}
        {data?.length === 0 && <Quiet title={texts.none} />}
        {data && data.length > 0 && <TokenList client={client} tokens={data} mayRevoke={isOwner} />}
      </Card>
    </>
  );
}

function TokenList({
  client,
  tokens,
  mayRevoke,
}: {
  client: Client;
  tokens: Token[];
  mayRevoke: boolean;
}): ReactNode {
  const { tokens: texts } = useTexts();
  const [wanted, setWanted] = useState<Token | null>(null);
  const queries = useQueryClient();
  const revoking = useMutation({
    mutationFn: (id: string) => revokeToken(client.id, id),
    onSuccess: () => setWanted(null),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens', client.id] }),
  });
  return (
    <>
      <ul className="rows">
        {tokens.map((token) => (
          <li key={token.id} className="row-line">
            <TokenWords token={token} timezone={client.timezone} />
            {mayRevoke && (
              <Button size="xs" variant="default" onClick={() => setWanted(token)}>
                {texts.revoke}
                <span className="out-of-sight"> {token.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={wanted !== null}
        title={texts.revokeTitle(wanted?.name ?? '')}
        yes={texts.revoke}
        isDangerous
        isPending={revoking.isPending}
        error={revoking.error}
        onYes={() => wanted && revoking.mutate(wanted.id)}
        onClose={() => setWanted(null)}
      >
        <p>{texts.revokeAbout}</p>
      </ConfirmDialog>
    </>
  );
}

function TokenWords({ token, timezone }: { token: Token; timezone: string }): ReactNode {
  const { tokens: texts } = useTexts();
  const { moment } = useFormats(timezone);
  const { name, scopes, email, last_used_at, expires_at } = token;
  const notes = [
    email,
    last_used_at === null ? texts.neverUsed : texts.used(moment(last_used_at)),
    expires_at === null ? texts.forever : texts.until(moment(expires_at)),
  ];
  return (
    <div>
      <strong>{name}</strong>
      <p>{scopes.join(', ')}</p>
      <p className="note">{notes.join(' · ')}</p>
    </div>
  );
}
