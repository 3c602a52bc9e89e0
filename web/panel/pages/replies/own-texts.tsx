import { Button, Textarea } from '@mantine/core';
import { useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { LanguageTexts } from '../../design/language-texts.js';
import type { WordingDraft } from '../../design/wording-draft.js';
import { useTexts } from '../../texts/use-texts.js';

/** As many characters as a notice may have. */
const longest = 1000;
const forAll = 'all';

type Props = {
  draft: WordingDraft;
  /** What may stand in braces in it. */
  placeholders: readonly string[];
  mayChange: boolean;
  /** What is wrong with `own`, or with `by_language.kk`. */
  errorOf: (field: string) => string | undefined;
  change: (part: Partial<WordingDraft>) => void;
};

/** A notice in one's own words, for all languages and for each, and what can be put where the cursor is. */
export function OwnTexts(props: Props): ReactNode {
  const { draft, placeholders, mayChange, errorOf } = props;
  const { replies: texts, wording } = useTexts();
  const { type, put, fieldOf } = useFields(props);
  return (
    <>
      <div>
        <Textarea
          {...fieldOf(forAll)}
          label={wording.forAll}
          description={texts.textAbout}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={longest}
          value={draft.text}
          readOnly={!mayChange}
          error={errorOf('own')}
          onChange={(event) => type(forAll, event.currentTarget.value)}
        />
        <p className="note">{texts.length(draft.text.length, longest)}</p>
      </div>
      <div>
        <LanguageTexts
          {...{ longest, mayChange, type, fieldOf }}
          drafts={draft.by_language}
          errorOf={(language) => errorOf(`by_language.${language}`)}
        />
        {mayChange && <Placeholders names={placeholders} put={put} />}
      </div>
    </>
  );
}

/** The fields under `all` and the languages: what is inserted goes where somebody typed last. */
function useFields({ draft: { text, by_language }, change }: Pick<Props, 'draft' | 'change'>) {
  const fields = useRef(new Map<string, HTMLTextAreaElement>());
  const last = useRef(forAll);
  const type = (key: string, typed: string): void =>
    change(key === forAll ? { text: typed } : { by_language: { ...by_language, [key]: typed } });
  return {
    type,
    put(placeholder: string) {
      const key = last.current;
      const written = key === forAll ? text : (by_language[key] ?? '');
      const field = fields.current.get(key);
      const { selectionStart: from = written.length, selectionEnd: to = written.length } = field ?? {};
      type(key, `${written.slice(0, from)}{${placeholder}}${written.slice(to)}`);
      field?.focus();
    },
    fieldOf: (key: string) => ({
      ref(field: HTMLTextAreaElement | null) {
        if (field) fields.current.set(key, field);
      },
      onFocus() {
        last.current = key;
      },
    }),
  };
}

function Placeholders({
  names,
  put,
}: {
  names: readonly string[];
  put: (placeholder: string) => void;
}): ReactNode {
  const { replies: texts } = useTexts();
  const label = useId();
  return (
    <div className="placeholders" role="group" aria-labelledby={label}>
      <span id={label} className="note">
        {texts.insert}
      </span>
      {names.map((name) => (
        <Button key={name} size="compact-sm" variant="light" onClick={() => put(name)} title={`{${name}}`}>
          {texts.placeholders[name as keyof typeof texts.placeholders]}
        </Button>
      ))}
    </div>
  );
}
