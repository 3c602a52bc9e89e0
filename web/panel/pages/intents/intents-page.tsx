import { Badge, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { IntentEditor } from './intent-editor.js';
import { TryBox } from './try-box.js';
import { readIntents } from '../../api/intents.js';
import type { Intent } from '../../api/intents.js';
import type { Client } from '../../api/me.js';
import { go, Link } from '../../app/navigation.js';
import type { PageProps } from '../../app/pages.js';
import { Loading, PageHead, Problem, Quiet } from '../../design/page.js';
import { Sides } from '../../design/sides.js';
import { useTexts } from '../../texts/use-texts.js';
import './intents.css';

const forNew = 'new';

/** What users may want, and what is done about it. Which one is open stands in the address. */
export function IntentsPage({ client, rest: open }: PageProps): ReactNode {
  const { intents: texts, shell, editing } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['intents', client.id],
    queryFn: ({ signal }) => readIntents(client.id, signal),
  });
  const mayChange = client.role !== 'viewer';
  const intent = data?.find(({ id }) => id === open);
  return (
    <>
      <PageHead title={shell.intents} about={texts.about}>
        {mayChange && (
          <Button onClick={() => go(`/${client.slug}/intents/${forNew}`)}>{texts.addIntent}</Button>
        )}
      </PageHead>
      {mayChange && <TryBox client={client} intents={data ?? []} />}
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <Sides
          isOpen={open !== ''}
          list={<IntentList {...{ client, open }} intents={data} />}
          back={`/${client.slug}/intents`}
        >
          {intent || (open === forNew && mayChange) ? (
            <IntentEditor key={open} client={client} intent={intent ?? null} mayChange={mayChange} />
          ) : (
            <Quiet>{open === '' ? texts.choose : editing.nothingFound}</Quiet>
          )}
        </Sides>
      )}
    </>
  );
}

function IntentList({
  client,
  intents,
  open,
}: {
  client: Client;
  intents: Intent[];
  open: string;
}): ReactNode {
  const { intents: texts, editing } = useTexts();
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const found = intents.filter(({ name, description, examples }) =>
    [name, description ?? '', ...examples].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (intents.length === 0) return <Quiet title={texts.none}>{texts.noneWhat}</Quiet>;
  return (
    <>
      <TextInput
        type="search"
        label={editing.find}
        description={texts.findAbout}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.length === 0 && <Quiet>{editing.nothingFound}</Quiet>}
      <ul className="choices">
        {found.map(({ id, name, action, description, examples }) => (
          <li key={id}>
            <Link to={`/${client.slug}/intents/${id}`} aria-current={id === open ? 'true' : undefined}>
              <span className="choice-name">{name}</span>
              <Badge variant="light">{texts.actions[action]}</Badge>
              <span className="note choice-about">{description || texts.examplesCount(examples.length)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
