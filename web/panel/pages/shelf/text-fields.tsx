import { Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ShelfProps } from './text-shelf.js';
import type { Client } from '../../api/me.js';
import type { NamedText } from '../../api/texts.js';
import type { Edit } from '../../app/use-edit.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { LanguageTexts } from '../../design/language-texts.js';
import { Problem } from '../../design/page.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { draftOfWording, isBlank, wordingLanguages, wordingOfDraft } from '../../design/wording-draft.js';
import type { WordingDraft } from '../../design/wording-draft.js';
import type { ShelfTexts } from '../../texts/shape/shelf.js';
import type { WordingTexts } from '../../texts/shape/wording.js';
import { languageNames, useTexts } from '../../texts/use-texts.js';
import { ownText } from '../../../../src/texts/wording.js';

/** As many characters as a saved reply may have. */
const longest = 4000;

/** A text of a shelf in its form. */
export type TextDraft = WordingDraft & { name: string };

type Props = Pick<ShelfProps, 'client' | 'shelf' | 'texts'> & {
  edit: Edit<TextDraft, NamedText>;
  mayChange: boolean;
  /** It was to be saved: what is missing is said. */
  isTried: boolean;
};

/** What stands in the form. */
export function draftOfText(kept: NamedText | null): TextDraft {
  return { name: kept?.name ?? '', ...draftOfWording(kept ?? { text: null, by_language: {} }) };
}

/** A text with its name; a saved reply in each language too. */
export function TextFields({ client, shelf, texts, edit, mayChange, isTried }: Props): ReactNode {
  const { editing, wording } = useTexts();
  const { draft, stale, change } = edit;
  const { by_language } = draft;
  const hasLanguages = shelf === 'saved_replies';
  const refused = useFieldErrors(edit.error, ['name', 'title', 'text', 'by_language']);
  const missing = {
    name: draft.name.trim() === '' ? editing.needsText : '',
    text: !isBlank(draft) ? '' : hasLanguages ? wording.needsOne : editing.needsText,
  };
  const field = (name: 'name' | 'text') => ({
    ...{ label: texts.fields[name], description: texts.fieldAbout[name] },
    ...{ value: draft[name], readOnly: !mayChange },
    error: (isTried && missing[name]) || refused.of(name),
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      {refused.rest ? <Problem error={refused.rest} /> : null}
      <TextInput {...field('name')} />
      <Textarea {...field('text')} autosize minRows={hasLanguages ? 3 : 6} maxRows={30} />
      <p className="note">{texts.length(draft.text.length)}</p>
      {hasLanguages && (
        <LanguageTexts
          {...{ longest, mayChange }}
          drafts={by_language}
          errorOf={(language) => refused.of(`by_language.${language}`)}
          noteOf={noteOf(draft, client, wording)}
          type={(language, text) => change({ by_language: { ...by_language, [language]: text } })}
        />
      )}
      {stale && <StaleEdit {...edit} fields={sides(texts, draftOfText(stale), draft)} />}
    </>
  );
}

/** Says which text a customer of a language gets; of nothing written it says nothing. */
function noteOf(draft: WordingDraft, client: Client, texts: WordingTexts): (language: string) => string {
  const written = wordingOfDraft(draft);
  const [other] = [client.language, ...Object.keys(written.by_language).toSorted()].filter(
    (code) => written.by_language[code] !== undefined,
  );
  const called = wordingLanguages.find((code) => code === other);
  return (language) => {
    const own = ownText(written, language);
    if (own) return texts.sources[own.language === null ? 'all' : 'own'];
    return called ? texts.otherLanguage(languageNames[called]) : '';
  };
}

/** The fields in which two versions of a text differ. */
function sides(texts: ShelfTexts, theirs: TextDraft, mine: TextDraft) {
  return [
    ...(['name', 'text'] as const).map((name) => ({
      ...{ label: texts.fields[name], theirs: theirs[name], mine: mine[name] },
    })),
    ...wordingLanguages.map((language) => ({
      label: languageNames[language],
      theirs: theirs.by_language[language] ?? '',
      mine: mine.by_language[language] ?? '',
    })),
  ].filter((side) => side.theirs !== side.mine);
}
