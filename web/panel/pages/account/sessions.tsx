import { Badge, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { signOutOthers } from '../../api/account.js';
import type { OwnAccount } from '../../api/account.js';
import { Problem } from '../../design/page.js';
import { browserTimezone, useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** Where one is signed in; the others can be signed out. */
export function Sessions({ sessions }: Pick<OwnAccount, 'sessions'>): ReactNode {
  const { account: texts, members } = useTexts();
  const { moment } = useFormats(browserTimezone);
  const queries = useQueryClient();
  const leaving = useMutation({
    mutationFn: signOutOthers,
    onSettled: () => queries.invalidateQueries({ queryKey: ['account'] }),
  });
  return (
    <>
      <ul className="rows">
        {sessions.map(({ id, created_at, last_seen_at, is_this }) => (
          <li key={id}>
            {texts.since(moment(created_at))} {is_this && <Badge variant="light">{texts.thisOne}</Badge>}
            <p className="note">{members.seen(moment(last_seen_at))}</p>
          </li>
        ))}
      </ul>
      {leaving.error && <Problem error={leaving.error} />}
      <Button
        variant="default"
        disabled={sessions.length < 2}
        loading={leaving.isPending}
        onClick={() => leaving.mutate()}
      >
        {texts.signOutOthers}
      </Button>
    </>
  );
}
