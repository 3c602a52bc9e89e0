import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { makeResetLink, readAdmins, setDisabled } from '../../api/admins.js';
import type { Admin } from '../../api/admins.js';
import type { Me } from '../../api/me.js';
import type { GivenLink } from '../../api/members.js';
import type { OwnPageProps } from '../../app/pages.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { ShownOnce } from '../../design/shown-once.js';
import { browserTimezone, useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Deed = { admin: Admin; does: 'reset' | 'disable' | 'enable' };

/** Everybody who may sign in: given a link when they have lost their way in, shut out, let in again. */
export function AdminsPage({ me }: OwnPageProps): ReactNode {
  const { admins: texts, members, shell } = useTexts();
  const { moment } = useFormats(browserTimezone);
  const [wanted, setWanted] = useState<Deed | null>(null);
  const { admins, doing, link, hideLink } = useAdmins(() => setWanted(null));
  const words = texts.deeds[wanted?.does ?? 'reset'];
  return (
    <>
      <PageHead title={shell.admins} about={texts.about} />
      {link && (
        <ShownOnce
          label={members.link}
          about={texts.linkAbout(moment(link.expires_at))}
          value={link.link}
          close={hideLink}
        />
      )}
      <Card>
        {admins.error && <Problem error={admins.error} again={() => void admins.refetch()} />}
        {admins.isPending && <Loading />}
        <ul className="rows">
          {admins.data?.map((admin) => (
            <AdminLine key={admin.id} admin={admin} me={me} want={setWanted} />
          ))}
        </ul>
      </Card>
      <ConfirmDialog
        isOpen={wanted !== null}
        title={words.title(wanted?.admin.name ?? '')}
        yes={words.yes}
        isDangerous={wanted?.does === 'disable'}
        isPending={doing.isPending}
        error={doing.error}
        onYes={() => wanted && doing.mutate(wanted)}
        onClose={() => {
          doing.reset();
          setWanted(null);
        }}
      >
        <p>{words.about}</p>
      </ConfirmDialog>
    </>
  );
}

function useAdmins(done: () => void) {
  const queries = useQueryClient();
  const [link, setLink] = useState<GivenLink | null>(null);
  const admins = useQuery({ queryKey: ['admins'], queryFn: ({ signal }) => readAdmins(signal) });
  const doing = useMutation({
    mutationFn: async ({ admin: { id }, does }: Deed): Promise<GivenLink | null> => {
      if (does === 'reset') return makeResetLink(id);
      await setDisabled(id, does === 'disable');
      return null;
    },
    onSuccess: (given) => {
      setLink(given);
      done();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['admins'] }),
  });
  return { admins, doing, link, hideLink: () => setLink(null) };
}

function AdminLine({ admin, me, want }: { admin: Admin; me: Me; want: (deed: Deed) => void }): ReactNode {
  const { admins: texts, members } = useTexts();
  const { moment } = useFormats(browserTimezone);
  const isDisabled = admin.disabled_at !== null;
  const places = admin.roles.map(({ client, role }) => `${client}: ${members.roles[role]}`);
  const notes = [
    admin.last_seen_at === null ? members.neverSeen : members.seen(moment(admin.last_seen_at)),
    admin.has_totp && members.hasTotp,
    !admin.has_password && texts.noPassword,
  ];
  const deeds: Deed['does'][] = isDisabled ? ['enable'] : ['reset', 'disable'];
  return (
    <li className="row-line">
      <div>
        <strong>{admin.name}</strong>{' '}
        {admin.is_superadmin && <Badge variant="light">{texts.superadmin}</Badge>}{' '}
        {isDisabled && <Badge className="waits">{members.disabled}</Badge>}
        <p className="note">{[admin.email, ...notes].filter(Boolean).join(' · ')}</p>
        {places.length > 0 && <p className="note">{places.join(', ')}</p>}
      </div>
      {admin.id !== me.id &&
        deeds.map((does) => (
          <Button key={does} size="xs" variant="default" onClick={() => want({ admin, does })}>
            {texts.deeds[does].yes}
            <span className="out-of-sight"> {admin.name}</span>
          </Button>
        ))}
    </li>
  );
}
