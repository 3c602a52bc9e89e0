import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { draftOfText, TextFields } from './text-fields.js';
import type { TextDraft } from './text-fields.js';
import type { ShelfProps } from './text-shelf.js';
import { addText, changeText, removeText } from '../../api/texts.js';
import type { NamedText } from '../../api/texts.js';
import { go } from '../../app/navigation.js';
import { letGo } from '../../app/unsaved.js';
import { useEdit } from '../../app/use-edit.js';
import { RemoveButton } from '../../design/remove-button.js';
import { SaveBar } from '../../design/save-bar.js';
import { isBlank, wordingOfDraft } from '../../design/wording-draft.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = ShelfProps & {
  /** Null: a new one. */
  opened: NamedText | null;
  mayChange: boolean;
};

/** One text of a shelf with its name. */
export function TextEditor({ client, shelf, at, texts, opened, mayChange }: Props): ReactNode {
  const { editing } = useTexts();
  const queries = useQueryClient();
  const [isTried, setTried] = useState(false);
  const edit = useEdit<TextDraft, NamedText>({
    opened,
    draftOf: draftOfText,
    save(over, { name, ...draft }) {
      const written = { name, ...wordingOfDraft(draft) };
      return over
        ? changeText(client.id, shelf, { id: over.id, revision: over.revision, ...written })
        : addText(client.id, shelf, written);
    },
    async settled(kept, wasNew) {
      queries.setQueryData(['text', client.id, shelf, kept.id], kept);
      await queries.invalidateQueries({ queryKey: ['texts', client.id, shelf] });
      if (wasNew) go(`/${client.slug}/${at}/${kept.id}`, { replaces: true });
    },
  });
  const isMissing = edit.draft.name.trim() === '' || isBlank(edit.draft);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isMissing) edit.save();
  };
  return (
    <form className="fields shelf-fields" noValidate onSubmit={submit}>
      {!mayChange && <p className="note">{editing.mayOnlyLook}</p>}
      <TextFields {...{ client, edit, shelf, texts, mayChange, isTried }} />
      {mayChange && (
        <SaveBar {...edit} isChanged={edit.isChanged && !edit.stale} onReset={edit.discard}>
          {edit.over && <Remove {...{ client, shelf, at, texts }} opened={edit.over} />}
        </SaveBar>
      )}
    </form>
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
