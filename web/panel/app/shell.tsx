import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { AccountMenu } from './account-menu.js';
import { go, Link, usePlace } from './navigation.js';
import { isPageName, pageNames, pages } from './pages.js';
import type { PageName } from './pages.js';
import { clientsQuery } from './session.js';
import type { Client, Me } from '../api/me.js';
import { BrandMark, Icon } from '../design/icons.js';
import { Mishap } from '../design/mishap.js';
import { Loading, PageHead, Problem, Quiet } from '../design/page.js';
import { useTexts } from '../texts/use-texts.js';

/** What stands around every page: which client it is about, the menu, the account. */
export function Shell({ me }: { me: Me }): ReactNode {
  const { data: clients, error, refetch } = useQuery(clientsQuery);
  const { path } = usePlace();
  const { shell } = useTexts();
  const [, slug = '', name = '', ...rest] = path.split('/');
  const first = clients?.[0];
  useEffect(() => {
    if (slug === '' && first) go(`/${first.slug}/overview`, { replaces: true });
  }, [slug, first]);
  const client = clients?.find((one) => one.slug === slug);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {shell.skip}
      </a>
      <Side me={me} clients={clients ?? []} client={client} page={isPageName(name) ? name : 'overview'} />
      <main className="main" id="content" tabIndex={-1}>
        {error ? (
          <Problem error={error} again={() => void refetch()} />
        ) : !clients || (slug === '' && first) ? (
          <Loading />
        ) : clients.length === 0 ? (
          <Quiet title={shell.noClients}>{shell.noClientsWhat}</Quiet>
        ) : client && isPageName(name) ? (
          <Page key={`${client.id} ${name}`} client={client} name={name} rest={rest.join('/')} />
        ) : (
          <NotFound />
        )}
      </main>
    </div>
  );
}

type SideProps = { me: Me; clients: Client[]; client: Client | undefined; page: PageName };

function Side({ me, clients, client, page }: SideProps): ReactNode {
  const { shell } = useTexts();
  const target = client ?? clients[0];
  return (
    <header className="side">
      <div className="brand">
        <BrandMark />
        <span>Estafeta</span>
      </div>
      <NativeSelect
        className="client-switch"
        aria-label={shell.client}
        value={client?.slug ?? ''}
        onChange={(event) => go(`/${event.currentTarget.value}/${page}`)}
        data={[
          ...(client ? [] : [{ value: '', label: '…', disabled: true }]),
          ...clients.map(({ slug, name }) => ({ value: slug, label: name })),
        ]}
      />
      {target && (
        <nav className="nav" aria-label={shell.pages}>
          {pageNames.map((name) => (
            <Link
              key={name}
              to={`/${target.slug}/${name}`}
              aria-current={client && name === page ? 'page' : undefined}
            >
              <Icon name={name} />
              <span>{shell[name]}</span>
            </Link>
          ))}
        </nav>
      )}
      <div className="side-end">
        <AccountMenu me={me} />
      </div>
    </header>
  );
}

function Page({ client, name, rest }: { client: Client; name: PageName; rest: string }): ReactNode {
  const Content = pages[name];
  return (
    <Mishap>
      <Content client={client} rest={rest} />
    </Mishap>
  );
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
