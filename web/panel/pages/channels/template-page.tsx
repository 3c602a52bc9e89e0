import { Alert, Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { TemplateFields } from './template-fields.js';
import { readTemplates, setTemplate } from '../../api/channels.js';
import type { Channel, MessageTemplates, Template } from '../../api/channels.js';
import type { Client } from '../../api/me.js';
import { useEdit } from '../../app/use-edit.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { SaveBar } from '../../design/save-bar.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { useTexts } from '../../texts/use-texts.js';

/** The list comes without anybody's hand: with the first message, or when the token may see it. */
const awaitedMs = 3_000;

type Props = { client: Client; channel: Channel; leave: () => void };
type Kept = { template: Template | null };

/** In which template a manager's words go out after 24 hours: one of those Meta has approved, or typed by hand. */
export function TemplatePage({ client, channel, leave }: Props): ReactNode {
  const { channels: texts, editing } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['templates', client.id, channel.id],
    queryFn: ({ signal }) => readTemplates({ client_id: client.id, id: channel.id }, { signal }),
    refetchInterval: ({ state: { data: listed } }) => (listed && listed.problem !== null ? awaitedMs : false),
  });
  return (
    <>
      <PageHead title={texts.template.title(channel.name)} about={texts.template.about}>
        <Button variant="default" onClick={leave}>
          {editing.back}
        </Button>
      </PageHead>
      <Card>
        <ol className="steps">
          {texts.template.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {error && !data && <Problem error={error} again={() => void refetch()} />}
        {!error && !data && <Loading />}
        {data && <Form client={client} channel={channel} listed={data} />}
      </Card>
    </>
  );
}

function Form({ client, channel, listed }: Omit<Props, 'leave'> & { listed: MessageTemplates }): ReactNode {
  const { channels: texts } = useTexts();
  const { edit, submit, errorOf, rest, isUnchecked } = useTemplate(client, channel);
  const { draft, stale, change } = edit;
  const inWords = ({ name, language }: Template): string =>
    name === '' ? texts.template.without : `${name} (${language})`;
  return (
    <form className="fields" noValidate onSubmit={submit}>
      <TemplateFields {...{ listed, draft, change, errorOf }} />
      {rest ? <Problem error={rest} /> : null}
      {isUnchecked && edit.isSaved && (
        <Alert color="yellow" variant="light" role="status">
          {texts.template.unchecked}
        </Alert>
      )}
      {stale && (
        <StaleEdit
          {...edit}
          fields={[
            {
              label: texts.template.choice,
              theirs: inWords(stale.template ?? nothing),
              mine: inWords(draft),
            },
          ]}
        />
      )}
      <SaveBar {...edit} isChanged={edit.isChanged && !stale} onReset={edit.discard} />
    </form>
  );
}

const nothing: Template = { name: '', language: '' };

function useTemplate(client: Client, channel: Channel) {
  const { channels: texts } = useTexts();
  const queries = useQueryClient();
  const [isUnchecked, setUnchecked] = useState(false);
  const [isTried, setTried] = useState(false);
  const edit = useEdit<Template, Kept>({
    opened: { template: channel.template },
    draftOf: (kept) => kept?.template ?? nothing,
    async save(over, typed) {
      const template = typed.name.trim() === '' ? null : trimmed(typed);
      const change = { template, seen: over?.template ?? null };
      const { is_checked, ...kept } = await setTemplate({ client_id: client.id, id: channel.id }, change);
      setUnchecked(template !== null && !is_checked);
      return kept;
    },
    settled: () => queries.invalidateQueries({ queryKey: ['channels', client.id] }),
  });
  const { name, language } = trimmed(edit.draft);
  const lacksLanguage = name !== '' && language === '';
  const refused = useFieldErrors(edit.error, ['template']);
  return {
    ...{ edit, isUnchecked, rest: refused.rest },
    errorOf: (field: keyof Template) =>
      isTried && lacksLanguage && field === 'language'
        ? texts.template.needsLanguage
        : refused.of(`template.${field}`),
    submit(event: FormEvent) {
      event.preventDefault();
      setTried(true);
      if (!lacksLanguage) edit.save();
    },
  };
}

function trimmed({ name, language }: Template): Template {
  return { name: name.trim(), language: language.trim() };
}
