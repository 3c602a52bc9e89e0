import { Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { ShelfProps } from './text-shelf.js';
import { addText, changeText, removeText } from '../../api/texts.js';
import type { NamedText } from '../../api/texts.js';
import { go } from '../../app/navigation.js';
import { letGo } from '../../app/unsaved.js';
import { useEdit } from '../../app/use-edit.js';
import type { Edit } from '../../app/use-edit.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { RemoveButton } from '../../design/remove-button.js';
import { SaveBar } from '../../design/save-bar.js';
import { StaleEdit } from '../../design/stale-edit.js';
import type { ShelfTexts } from '../../texts/shape/shelf.js';
import { useTexts } from '../../texts/use-texts.js';

type Draft = { name: string; text: string };
type Props = ShelfProps & {
  /** Null: a new one. */
  opened: NamedText | null;
  mayChange: boolean;
};

const fields = ['name', 'text'] as const;

/** One text of a shelf with its name. */
export function TextEditor({ client, shelf, at, texts, opened, mayChange }: Props): ReactNode {
  const { editing } = useTexts();
  const queries = useQueryClient();
  const [isTried, setTried] = useState(false);
  const edit = useEdit<Draft, NamedText>({
    opened,
    draftOf: (kept) => ({ name: kept?.name ?? '', text: kept?.text ?? '' }),
    save: (over, draft) =>
      over
        ? changeText(client.id, shelf, { id: over.id, revision: over.revision, ...draft })
        : addText(client.id, shelf, draft),
    async settled(kept, wasNew) {
      queries.setQueryData(['text', client.id, shelf, kept.id], kept);
      await queries.invalidateQueries({ queryKey: ['texts', client.id, shelf] });
      if (wasNew) go(`/${client.slug}/${at}/${kept.id}`, { replaces: true });
    },
  });
  const isMissing = fields.some((name) => edit.draft[name].trim() === '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isMissing) edit.save();
  };
  return (
    <form className="fields shelf-fields" noValidate onSubmit={submit}>
      {!mayChange && <p className="note">{editing.mayOnlyLook}</p>}
      <TextFields {...{ edit, texts, mayChange, isTried }} />
      {mayChange && (
        <SaveBar {...edit} isChanged={edit.isChanged && !edit.stale} onReset={edit.discard}>
          {edit.over && <Remove {...{ client, shelf, at, texts }} opened={edit.over} />}
        </SaveBar>
      )}
    </form>
  );
}

function TextFields({
  edit,
  texts,
  mayChange,
  isTried,
}: {
  edit: Edit<Draft, NamedText>;
  texts: ShelfTexts;
  mayChange: boolean;
  isTried: boolean;
}): ReactNode {
  const { editing } = useTexts();
  const { draft, stale, change } = edit;
  const refused = useFieldErrors(edit.error, ['name', 'title', 'text']);
  const field = (name: keyof Draft) => ({
    ...{ label: texts.fields[name], description: texts.fieldAbout[name] },
    ...{ value: draft[name], readOnly: !mayChange },
    error: isTried && draft[name].trim() === '' ? editing.needsText : refused.of(name),
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      {refused.rest ? <Problem error={refused.rest} /> : null}
      <TextInput {...field('name')} />
      <Textarea {...field('text')} autosize minRows={6} maxRows={30} />
      <p className="note">{texts.length(draft.text.length)}</p>
      {stale && (
        <StaleEdit
          {...edit}
          fields={fields
            .filter((name) => stale[name] !== draft[name])
            .map((name) => ({ label: texts.fields[name], theirs: stale[name], mine: draft[name] }))}
        />
      )}
    </>
  );
}

function Remove({
  client,
  shelf,
  at,
  texts,
  opened,
}: Omit<ShelfProps, 'open'> & { opened: NamedText }): ReactNode {
  const queries = useQueryClient();
  return (
    <RemoveButton
      name={opened.name}
      about={texts.removeAbout}
      remove={() => removeText(client.id, shelf, opened)}
      onRemoved={async () => {
        letGo();
        go(`/${client.slug}/${at}`, { replaces: true });
        await queries.invalidateQueries({ queryKey: ['texts', client.id, shelf] });
      }}
    />
  );
}
