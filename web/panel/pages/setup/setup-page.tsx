import { Alert, Badge, Button, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { readSetup, showSetup } from '../../api/clients.js';
import type { Setup } from '../../api/clients.js';
import type { Client } from '../../api/me.js';
import { go, Link } from '../../app/navigation.js';
import type { PageName, PageProps } from '../../app/pages.js';
import { clientsQuery } from '../../app/session.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import './setup.css';

type Step = Setup['steps'][number];

const refreshMs = 5000;
/** Where each step is done; what comes by itself is watched where it shows. */
const places: Record<Step['name'], PageName> = {
  bot: 'channels',
  group: 'channels',
  hours: 'settings',
  intents: 'intents',
  managers: 'managers',
  message: 'conversations',
};

/** What a new client still needs, as it stands this moment, each step with a way to where it is done. */
export function SetupPage({ client }: PageProps): ReactNode {
  const { setup: texts, shell } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['setup', client.id],
    queryFn: ({ signal }) => readSetup(client.id, signal),
    refetchInterval: refreshMs,
  });
  return (
    <>
      <PageHead title={shell.setup} about={texts.about} />
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <Card className="setup">
          <HowFar steps={data.steps} />
          <ol>
            {data.steps.map((step) => (
              <StepLine key={step.name} client={client} step={step} />
            ))}
          </ol>
          {client.role !== 'viewer' && data.is_open && <PutAway client={client} />}
        </Card>
      )}
    </>
  );
}

function HowFar({ steps }: { steps: Step[] }): ReactNode {
  const { setup: texts } = useTexts();
  const needed = steps.filter(({ state }) => state !== 'optional');
  const done = needed.filter(({ state }) => state === 'done').length;
  return (
    <div role="status">
      {done === needed.length ? (
        <Alert color="teal" variant="light" title={texts.allDone}>
          {texts.allDoneAbout}
        </Alert>
      ) : (
        <>
          <p className="note">{texts.howFar(done, needed.length)}</p>
          <Progress value={(done / needed.length) * 100} aria-label={texts.howFar(done, needed.length)} />
        </>
      )}
    </div>
  );
}

function StepLine({ client, step: { name, state, reason } }: { client: Client; step: Step }): ReactNode {
  const { setup: texts, shell } = useTexts();
  const place = places[name];
  const { title, why } = texts.steps[name];
  return (
    <li className={`setup-step is-${state}`}>
      <div className="row-line">
        <h2>{title}</h2>
        <Badge
          variant="light"
          color={state === 'done' ? 'teal' : 'gray'}
          className={state === 'open' ? 'waits' : ''}
        >
          {texts.states[state]}
        </Badge>
      </div>
      <p className="note">{why}</p>
      <p>{texts.reasons[name][reason] ?? ''}</p>
      <Link to={`/${client.slug}/${place}`}>{texts.goTo(shell[place])}</Link>
    </li>
  );
}

function PutAway({ client }: { client: Client }): ReactNode {
  const { setup: texts } = useTexts();
  const queries = useQueryClient();
  const putting = useMutation({
    mutationFn: () => showSetup(client.id, false),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: clientsQuery.queryKey });
      go(`/${client.slug}/overview`);
    },
  });
  return (
    <>
      {putting.error && <Problem error={putting.error} />}
      <div className="buttons">
        <Button variant="default" loading={putting.isPending} onClick={() => putting.mutate()}>
          {texts.putAway}
        </Button>
        <span className="note">{texts.putAwayAbout}</span>
      </div>
    </>
  );
}
