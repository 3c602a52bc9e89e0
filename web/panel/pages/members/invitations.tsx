import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { clientRoles } from './role-words.js';
import type { Client } from '../../api/me.js';
import { invite, takeInvitationBack } from '../../api/members.js';
import type { ClientRole, GivenLink, Invitation } from '../../api/members.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { ShownOnce } from '../../design/shown-once.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; invitations: Invitation[]; mayChange: boolean };

/** Who is invited and has not come yet; an owner invites, and takes an invitation back. */
export function Invitations({ client, invitations, mayChange }: Props): ReactNode {
  const { members: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const queries = useQueryClient();
  const takingBack = useMutation({
    mutationFn: (id: string) => takeInvitationBack(client.id, id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['members', client.id] }),
  });
  return (
    <>
      {mayChange && <InviteForm client={client} />}
      {takingBack.error && <Problem error={takingBack.error} />}
      {invitations.length === 0 ? (
        <p className="note">{texts.noInvitations}</p>
      ) : (
        <ul className="rows">
          {invitations.map((one) => (
            <li key={one.id} className="row-line">
              <div>
                <strong>{one.email}</strong>
                <p className="note">
                  {[texts.roles[one.role], one.made_by, texts.until(moment(one.expires_at))].join(' · ')}
                </p>
              </div>
              {mayChange && (
                <Button
                  size="xs"
                  variant="default"
                  loading={takingBack.isPending && takingBack.variables === one.id}
                  onClick={() => takingBack.mutate(one.id)}
                >
                  {texts.takeBack}
                  <span className="out-of-sight"> {one.email}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function InviteForm({ client }: { client: Client }): ReactNode {
  const { members: texts, signIn } = useTexts();
  const { moment } = useFormats(client.timezone);
  const { email, role, type, wrong, submit, isPending, given, hide } = useInviting(client);
  return (
    <>
      {given && (
        <ShownOnce
          label={texts.link}
          about={texts.linkAbout(moment(given.expires_at))}
          value={given.link}
          close={hide}
        />
      )}
      <form noValidate onSubmit={submit} className="fields invite">
        <div className="field-pair">
          <TextInput
            type="email"
            label={signIn.email}
            value={email}
            onChange={(event) => type({ email: event.currentTarget.value })}
            error={wrong.email}
          />
          <NativeSelect
            label={texts.role}
            value={role}
            onChange={(event) => type({ role: event.currentTarget.value as ClientRole })}
            data={clientRoles.map((value) => ({ value, label: texts.roles[value] }))}
          />
        </div>
        <p className="note">{texts.roleAbout[role]}</p>
        {wrong.rest ? <Problem error={wrong.rest} /> : null}
        <div>
          <Button type="submit" loading={isPending}>
            {texts.invite}
          </Button>
        </div>
      </form>
    </>
  );
}

const blank: { email: string; role: ClientRole } = { email: '', role: 'viewer' };

/** Invites; the link stands above the form until it is put away. */
function useInviting(client: Client) {
  const { members: texts } = useTexts();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(blank);
  const [missing, setMissing] = useState('');
  const [given, setGiven] = useState<GivenLink | null>(null);
  const inviting = useMutation({
    mutationFn: () => invite(client.id, { ...typed, email: typed.email.trim() }),
    onSuccess: async (link) => {
      setGiven(link);
      setTyped(blank);
      await queries.invalidateQueries({ queryKey: ['members', client.id] });
    },
  });
  const errors = useFieldErrors(inviting.error, ['email']);
  return {
    ...{ ...typed, given, isPending: inviting.isPending },
    wrong: { email: missing || errors.of('email'), rest: errors.rest },
    type: (part: Partial<typeof blank>) => setTyped({ ...typed, ...part }),
    hide: () => setGiven(null),
    submit: (event: FormEvent): void => {
      event.preventDefault();
      const isAddress = typed.email.includes('@');
      setMissing(isAddress ? '' : texts.needsEmail);
      if (isAddress) inviting.mutate();
    },
  };
}
