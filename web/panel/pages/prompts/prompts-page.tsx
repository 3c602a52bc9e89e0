import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PromptEditor } from './prompt-editor.js';
import { VersionList } from './version-list.js';
import { readPrompts } from '../../api/prompts.js';
import type { PromptInUse } from '../../api/prompts.js';
import { go } from '../../app/navigation.js';
import type { PageProps } from '../../app/pages.js';
import { Loading, PageHead, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import './prompts.css';

/** What the bot goes by: written, tried, activated, taken back. Which prompt stands in the address. */
export function PromptsPage({ client, rest }: PageProps): ReactNode {
  const { prompts: texts, shell } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['prompts', client.id],
    queryFn: ({ signal }) => readPrompts(client.id, signal),
  });
  const prompt = data?.find(({ name }) => name === rest) ?? data?.[0];
  return (
    <>
      <PageHead title={shell.prompts} about={texts.about}>
        {data && prompt && (
          <SegmentedControl
            aria-label={texts.prompt}
            value={prompt.name}
            onChange={(name) => go(`/${client.slug}/prompts/${name}`)}
            data={data.map(({ name }) => ({ value: name, label: texts.names[name].name }))}
          />
        )}
      </PageHead>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {prompt && <OnePrompt key={prompt.name} client={client} prompt={prompt} />}
    </>
  );
}

function OnePrompt({ client, prompt }: { client: PageProps['client']; prompt: PromptInUse }): ReactNode {
  const line = { client_id: client.id, name: prompt.name };
  const mayChange = client.role !== 'viewer';
  return (
    <div className="prompts">
      <PromptEditor line={line} prompt={prompt} mayChange={mayChange}>
        {(startFrom) => (
          <VersionList {...{ line, prompt, mayChange, startFrom }} timezone={client.timezone} />
        )}
      </PromptEditor>
    </div>
  );
}
