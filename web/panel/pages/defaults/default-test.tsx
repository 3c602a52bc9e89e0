import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { PromptTest } from '../prompts/prompt-test.js';
import { readClientsOnDefault } from '../../api/prompts.js';
import type { PromptInUse } from '../../api/prompts.js';
import { Card, Loading, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

/** A default is tried with the intents, the knowledge and the conversations of a client that goes by it. */
export function DefaultTest({ prompt, text }: { prompt: PromptInUse; text: string }): ReactNode {
  const { test, trial: texts } = useTexts().prompts;
  const [chosen, choose] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['clients-on-default', prompt.name],
    queryFn: ({ signal }) => readClientsOnDefault(prompt.name, signal),
  });
  const client = data?.find(({ id }) => id === chosen) ?? data?.[0];
  if (client === undefined)
    return (
      <Card title={test}>
        {error && <Problem error={error} again={() => void refetch()} />}
        {!data && !error && <Loading />}
        {data && <p className="note">{texts.nobodyOnDefault}</p>}
      </Card>
    );
  return (
    <PromptTest line={{ client_id: null, name: prompt.name }} {...{ client, prompt, text }}>
      <NativeSelect
        label={texts.client}
        description={texts.clientAbout}
        value={client.id}
        onChange={(event) => choose(event.currentTarget.value)}
        data={data?.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </PromptTest>
  );
}
