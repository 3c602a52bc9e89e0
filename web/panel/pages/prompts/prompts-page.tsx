import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PromptEditor } from './prompt-editor.js';
import { PromptTest } from './prompt-test.js';
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
  return (
    <Prompts
      title={shell.prompts}
      about={texts.about}
      client_id={client.id}
      place={`/${client.slug}/prompts`}
      name={rest}
      mayChange={client.role !== 'viewer'}
      timezone={client.timezone}
      test={({ prompt, text }) => (
        <PromptTest line={{ client_id: client.id, name: prompt.name }} {...{ client, prompt, text }} />
      )}
    />
  );
}

type PromptsProps = {
  title: string;
  about: string;
  /** Null: the defaults of the installation. */
  client_id: string | null;
  /** Where the page stands; the prompt's name follows. */
  place: string;
  name: string;
  mayChange: boolean;
  timezone: string;
  /** How what stands in the editor is tried. */
  test: (edited: { prompt: PromptInUse; text: string }) => ReactNode;
};

/** All prompts of a client, or the defaults of the installation, one of them open. */
export function Prompts(props: PromptsProps): ReactNode {
  const { prompts: texts } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['prompts', props.client_id],
    queryFn: ({ signal }) => readPrompts(props.client_id, signal),
  });
  const prompt = data?.find(({ name }) => name === props.name) ?? data?.[0];
  return (
    <>
      <PageHead title={props.title} about={props.about}>
        {data && prompt && (
          <SegmentedControl
            aria-label={texts.prompt}
            value={prompt.name}
            onChange={(name) => go(`${props.place}/${name}`)}
            data={data.map(({ name }) => ({ value: name, label: texts.names[name].name }))}
          />
        )}
      </PageHead>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {prompt && <OnePrompt key={prompt.name} {...props} prompt={prompt} />}
    </>
  );
}

function OnePrompt({
  client_id,
  mayChange,
  timezone,
  test,
  prompt,
}: PromptsProps & { prompt: PromptInUse }): ReactNode {
  const line = { client_id, name: prompt.name };
  return (
    <div className="prompts">
      <PromptEditor {...{ line, prompt, mayChange, test }}>
        {(startFrom) => <VersionList {...{ line, prompt, mayChange, startFrom, timezone }} />}
      </PromptEditor>
    </div>
  );
}
