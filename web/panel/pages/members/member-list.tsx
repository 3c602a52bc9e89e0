import { Badge, Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { clientRoles } from './role-words.js';
import type { Client } from '../../api/me.js';
import { setRole } from '../../api/members.js';
import type { ClientRole, Member } from '../../api/members.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { Problem, Quiet } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; members: Member[]; mayChange: boolean };

/** Those who have a role; an owner gives another one, or takes it away. */
export function MemberList({ client, members, mayChange }: Props): ReactNode {
  const { members: texts, editing } = useTexts();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const change = useChange(client, () => setLeaving(null));
  if (members.length === 0) return <Quiet title={texts.nobody}>{texts.nobodyWhat}</Quiet>;
  return (
    <>
      {change.error && !leaving && <Problem error={change.error} />}
      <ul className="rows">
        {members.map((member) => (
          <li key={member.admin_id} className="row-line">
            <Who member={member} timezone={client.timezone} />
            {mayChange ? (
              <Role member={member} change={change} leave={() => setLeaving(member)} />
            ) : (
              <Badge variant="light">{texts.roles[member.role]}</Badge>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={leaving !== null}
        title={texts.removeTitle(leaving?.name ?? '')}
        yes={editing.remove}
        isDangerous
        isPending={change.isPending}
        error={change.error}
        onYes={() => leaving && change.mutate({ admin_id: leaving.admin_id, role: null })}
        onClose={() => {
          change.reset();
          setLeaving(null);
        }}
      >
        <p>{texts.removeAbout}</p>
      </ConfirmDialog>
    </>
  );
}

function useChange(client: Client, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: { admin_id: string; role: ClientRole | null }) => setRole(client.id, given),
    onSettled: () => queries.invalidateQueries({ queryKey: ['members', client.id] }),
    onSuccess: done,
  });
}

function Role({
  member: { admin_id, name, role },
  change,
  leave,
}: {
  member: Member;
  change: ReturnType<typeof useChange>;
  leave: () => void;
}): ReactNode {
  const { members: texts, editing } = useTexts();
  return (
    <>
      <NativeSelect
        aria-label={texts.roleOf(name)}
        value={role}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ admin_id, role: event.currentTarget.value as ClientRole })}
        data={clientRoles.map((value) => ({ value, label: texts.roles[value] }))}
      />
      <Button size="xs" variant="default" onClick={leave}>
        {editing.remove}
        <span className="out-of-sight"> {name}</span>
      </Button>
    </>
  );
}

function Who({ member, timezone }: { member: Member; timezone: string }): ReactNode {
  const { members: texts } = useTexts();
  const { moment } = useFormats(timezone);
  const { name, email, is_disabled, has_totp, last_seen_at } = member;
  const seen = last_seen_at === null ? texts.neverSeen : texts.seen(moment(last_seen_at));
  return (
    <div>
      <strong>{name}</strong> {is_disabled && <Badge className="waits">{texts.disabled}</Badge>}
      <p className="note">{[email, seen, has_totp && texts.hasTotp].filter(Boolean).join(' · ')}</p>
    </div>
  );
}
