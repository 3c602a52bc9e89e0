import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { addIntent, changeIntent, removeIntent } from '../../api/intents.js';
import type { Intent, WrittenIntent } from '../../api/intents.js';
import type { Client } from '../../api/me.js';
import { letGo } from '../../app/unsaved.js';
import { go } from '../../app/navigation.js';
import { useEdit } from '../../app/use-edit.js';
import type { Edit } from '../../app/use-edit.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { RemoveButton } from '../../design/remove-button.js';
import { SaveBar } from '../../design/save-bar.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { useTexts } from '../../texts/use-texts.js';

/** An intent as it stands in the form: examples one a line. */
type Draft = { name: string; action: Intent['action']; reply: string; description: string; examples: string };
type Props = {
  client: Client;
  /** Null: a new one. */
  intent: Intent | null;
  mayChange: boolean;
};

const actions = ['answer', 'reply', 'handover', 'ignore'] as const;
const nameShape = /^[\p{L}\p{N}_-]{1,64}$/u;

/** What an intent means, how users say it, and what is done about it. */
export function IntentEditor({ client, intent, mayChange }: Props): ReactNode {
  const { editing } = useTexts();
  const queries = useQueryClient();
  const [isTried, setTried] = useState(false);
  const edit = useEdit<Draft, Intent>({
    opened: intent,
    draftOf,
    save: (over, draft) =>
      over ? changeIntent(client.id, over, writtenOf(draft)) : addIntent(client.id, writtenOf(draft)),
    async settled(kept, wasNew) {
      await queries.invalidateQueries({ queryKey: ['intents', client.id] });
      if (wasNew) go(`/${client.slug}/intents/${kept.id}`, { replaces: true });
    },
  });
  const wrong = useProblems(edit.draft);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.values(wrong).every((problem) => problem === undefined)) edit.save();
  };
  return (
    <form className="fields" noValidate onSubmit={submit}>
      {!mayChange && <p className="note">{editing.mayOnlyLook}</p>}
      <IntentFields {...{ edit, mayChange }} wrong={isTried ? wrong : {}} />
      {edit.stale && <StaleIntent edit={edit} />}
      {mayChange && (
        <SaveBar {...edit} isChanged={edit.isChanged && !edit.stale} onReset={edit.discard}>
          {edit.over && <Remove client={client} intent={edit.over} />}
        </SaveBar>
      )}
    </form>
  );
}

type Wrong = Partial<Record<keyof Draft, string | undefined>>;

function IntentFields({
  edit,
  wrong,
  mayChange,
}: {
  edit: Edit<Draft, Intent>;
  wrong: Wrong;
  mayChange: boolean;
}): ReactNode {
  const { intents: texts } = useTexts();
  const { draft, change } = edit;
  const refused = useFieldErrors(edit.error, ['name', 'action', 'reply', 'description', 'examples']);
  const field = (name: 'name' | 'reply' | 'description' | 'examples') => ({
    ...{ label: texts[name], description: texts.fieldAbout[name], value: draft[name], readOnly: !mayChange },
    error: wrong[name] ?? refused.of(name),
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  const count = linesOf(draft.examples).length;
  return (
    <>
      {refused.rest ? <Problem error={refused.rest} /> : null}
      <TextInput {...field('name')} />
      <Textarea {...field('description')} autosize minRows={2} maxRows={6} />
      <NativeSelect
        label={texts.action}
        description={texts.actionAbout[draft.action]}
        value={draft.action}
        disabled={!mayChange}
        data={actions.map((value) => ({ value, label: texts.actions[value] }))}
        onChange={(event) => change({ action: event.currentTarget.value as Draft['action'] })}
      />
      {draft.action === 'reply' && <Textarea {...field('reply')} autosize minRows={3} maxRows={12} />}
      <Textarea
        {...field('examples')}
        label={`${texts.examples} (${texts.examplesCount(count)})`}
        autosize
        minRows={5}
        maxRows={24}
      />
    </>
  );
}

/** What can be told without asking: what is missing, or can't be. */
function useProblems({ name, action, reply, examples }: Draft): Wrong {
  const { intents: texts, editing } = useTexts();
  return {
    name: name.trim() === '' ? editing.needsText : nameShape.test(name.trim()) ? undefined : texts.wrongName,
    reply: action === 'reply' && reply.trim() === '' ? editing.needsText : undefined,
    examples: linesOf(examples).some((line) => line.length > 500) ? editing.tooLong('500') : undefined,
  };
}

function StaleIntent({ edit }: { edit: Edit<Draft, Intent> }): ReactNode {
  const { intents: texts } = useTexts();
  const { stale, draft, keepMine, takeTheirs, isPending } = edit;
  if (!stale) return null;
  const theirs = draftOf(stale);
  const fields = (['name', 'description', 'action', 'reply', 'examples'] as const)
    .filter((name) => theirs[name] !== draft[name])
    .map((name) => ({
      label: texts[name],
      theirs: name === 'action' ? texts.actions[theirs.action] : theirs[name],
      mine: name === 'action' ? texts.actions[draft.action] : draft[name],
    }));
  return <StaleEdit {...{ fields, keepMine, takeTheirs, isPending }} />;
}

function Remove({ client, intent }: { client: Client; intent: Intent }): ReactNode {
  const { intents: texts } = useTexts();
  const queries = useQueryClient();
  return (
    <RemoveButton
      name={intent.name}
      about={texts.removeAbout}
      remove={() => removeIntent(client.id, intent)}
      onRemoved={async () => {
        letGo();
        go(`/${client.slug}/intents`, { replaces: true });
        await queries.invalidateQueries({ queryKey: ['intents', client.id] });
      }}
    />
  );
}

function draftOf(intent: Intent | null): Draft {
  if (!intent) return { name: '', action: 'answer', reply: '', description: '', examples: '' };
  const { name, action, reply, description, examples } = intent;
  return { name, action, reply: reply ?? '', description: description ?? '', examples: examples.join('\n') };
}

/** Examples that stand there twice, and empty lines, are left out. */
function writtenOf({ name, action, reply, description, examples }: Draft): WrittenIntent {
  return {
    ...{ name: name.trim(), action, examples: [...new Set(linesOf(examples))] },
    ...(reply.trim() === '' ? {} : { reply: reply.trim() }),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
