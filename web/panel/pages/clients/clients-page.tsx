import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { NewClientForm } from './new-client-form.js';
import { setClientStatus } from '../../api/clients.js';
import type { Client } from '../../api/me.js';
import { go, Link } from '../../app/navigation.js';
import type { OwnPageProps } from '../../app/pages.js';
import { ownPlace } from '../../app/place.js';
import { clientsQuery } from '../../app/session.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { Card, Loading, PageHead, Problem, Quiet } from '../../design/page.js';
import { languageNames, useTexts } from '../../texts/use-texts.js';
import type { Language } from '../../texts/use-texts.js';

const place = `/${ownPlace}/clients`;

/** All clients of the installation: made here, suspended, taken up again. */
export function ClientsPage({ rest }: OwnPageProps): ReactNode {
  const { clients: texts, shell } = useTexts();
  if (rest === 'new') return <NewClientForm leave={() => go(place)} />;
  return (
    <>
      <PageHead title={shell.clients} about={texts.about}>
        <Button onClick={() => go(`${place}/new`)}>{texts.make}</Button>
      </PageHead>
      <Card>
        <ClientList />
      </Card>
    </>
  );
}

function ClientList(): ReactNode {
  const { clients: texts } = useTexts();
  const { data, error, refetch } = useQuery(clientsQuery);
  const [wanted, setWanted] = useState<Client | null>(null);
  if (error && !data) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.length === 0) return <Quiet title={texts.none}>{texts.noneWhat}</Quiet>;
  return (
    <>
      <ul className="rows">
        {data.map((client) => (
          <li key={client.id} className="row-line">
            <div>
              <Link to={`/${client.slug}`}>{client.name}</Link> <Status client={client} />
              <p className="note">
                {[client.slug, languageNames[client.language as Language], client.timezone].join(' · ')}
              </p>
            </div>
            <Button size="xs" variant="default" onClick={() => setWanted(client)}>
              {client.status === 'suspended' ? texts.resume : texts.suspend}
              <span className="out-of-sight"> {client.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <ChangeStatus key={wanted?.id} client={wanted} close={() => setWanted(null)} />
    </>
  );
}

function Status({ client }: { client: Client }): ReactNode {
  const { clients: texts } = useTexts();
  if (client.status === 'suspended') return <Badge className="waits">{texts.suspended}</Badge>;
  return client.is_being_set_up ? <Badge variant="light">{texts.beingSetUp}</Badge> : null;
}

function ChangeStatus({ client, close }: { client: Client | null; close: () => void }): ReactNode {
  const { clients: texts } = useTexts();
  const queries = useQueryClient();
  const isSuspended = client?.status === 'suspended';
  const changing = useMutation({
    mutationFn: (id: string) => setClientStatus(id, isSuspended ? 'active' : 'suspended'),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: clientsQuery.queryKey });
      close();
    },
  });
  return (
    <ConfirmDialog
      isOpen={client !== null}
      title={(isSuspended ? texts.resumeTitle : texts.suspendTitle)(client?.name ?? '')}
      yes={isSuspended ? texts.resume : texts.suspend}
      isDangerous={!isSuspended}
      isPending={changing.isPending}
      error={changing.error}
      onYes={() => client && changing.mutate(client.id)}
      onClose={close}
    >
      <p>{isSuspended ? texts.resumeAbout : texts.suspendAbout}</p>
    </ConfirmDialog>
  );
}
