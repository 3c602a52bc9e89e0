import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { LiveSign } from './live-sign.js';
import { go, usePlace } from './navigation.js';
import { clientPage, ownPage } from './pages.js';
import type { PageName } from './pages.js';
import { ownPlace, partsOf } from './place.js';
import { clientsQuery } from './session.js';
import { Side } from './side.js';
import type { Client, Me } from '../api/me.js';
import { Mishap } from '../design/mishap.js';
import { Loading, PageHead, Problem, Quiet } from '../design/page.js';
import { useTexts } from '../texts/use-texts.js';
import { isAtLeast } from '../../../src/admins/roles.js';

/** What stands around every page: which client it is about, the menu, the account. */
export function Shell({ me }: { me: Me }): ReactNode {
  const { data: clients, error, refetch } = useQuery(clientsQuery);
  const { shell } = useTexts();
  const at = partsOf(usePlace().path);
  const { client, last } = useClientAt(clients, at.slug);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {shell.skip}
      </a>
      <Side me={me} clients={clients ?? []} client={client ?? last} at={at} />
      <LiveSign client={client} />
      <main className="main" id="content" tabIndex={-1}>
        {error && !clients ? (
          <Problem error={error} again={() => void refetch()} />
        ) : clients ? (
          <Content key={`${at.slug} ${at.name}`} me={me} clients={clients} client={client} at={at} />
        ) : (
          <Loading />
        )}
      </main>
    </div>
  );
}

/** The client of the address; and where that names none, the one the reader came from, or the first. */
function useClientAt(
  clients: Client[] | undefined,
  slug: string,
): { client: Client | undefined; last: Client | undefined } {
  const client = clients?.find((one) => one.slug === slug);
  const [lastSlug, setLastSlug] = useState('');
  if (client && client.slug !== lastSlug) setLastSlug(client.slug);
  return { client, last: clients?.find((one) => one.slug === lastSlug) ?? clients?.[0] };
}

type ContentProps = {
  me: Me;
  clients: Client[];
  client: Client | undefined;
  at: ReturnType<typeof partsOf>;
};

function Content({ me, clients, client, at: { slug, name, rest } }: ContentProps): ReactNode {
  const { shell } = useTexts();
  const [first] = clients;
  if (slug === '' && first) return <Leave to={`/${first.slug}`} />;
  if (slug === '' && me.is_superadmin) return <Leave to={`/${ownPlace}/clients`} />;
  if (slug === '') return <Quiet title={shell.noClients}>{shell.noClientsWhat}</Quiet>;
  if (client && name === '') return <Leave to={`/${slug}/${firstPageOf(client)}`} />;
  const ofClient = client && clientPage(name);
  const own = slug === ownPlace && ownPage(me, name);
  return (
    <Mishap again={() => window.location.reload()}>
      <Suspense fallback={<Loading />}>
        {ofClient && isAtLeast(client.role, ofClient.least) ? (
          <ofClient.Content client={client} rest={rest} />
        ) : own ? (
          <own.Content me={me} rest={rest} />
        ) : (
          <NotFound />
        )}
      </Suspense>
    </Mishap>
  );
}

/** What is left to be done comes first, then how it goes. */
function firstPageOf({ is_being_set_up }: Client): PageName {
  return is_being_set_up ? 'setup' : 'overview';
}

/** The address leads on to another page. */
function Leave({ to }: { to: string }): ReactNode {
  useEffect(() => go(to, { replaces: true }), [to]);
  return <Loading />;
}

function NotFound(): ReactNode {
  const { common } = useTexts();
  return (
    <>
      <PageHead title={common.notFound} />
      <p className="note">{common.notFoundWhat}</p>
    </>
  );
}
