import { Textarea } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode, Ref } from 'react';
import { wordingLanguages } from './wording-draft.js';
import { languageNames, useTexts } from '../texts/use-texts.js';
import './language-texts.css';

type Language = keyof typeof languageNames;
type Props = {
  /** By language; empty: there is none. */
  drafts: Readonly<Record<string, string>>;
  longest: number;
  mayChange: boolean;
  errorOf: (language: Language) => string | undefined;
  type: (language: Language, text: string) => void;
  /** What is said where nothing stands. */
  noteOf?: (language: Language) => string;
  fieldOf?: (language: Language) => { ref: Ref<HTMLTextAreaElement>; onFocus: () => void };
};

/** The same text in each language, side by side. */
export function LanguageTexts(props: Props): ReactNode {
  const { drafts, longest, mayChange, errorOf, type, noteOf, fieldOf } = props;
  const { wording: texts } = useTexts();
  const name = useId();
  return (
    <div role="group" aria-labelledby={name}>
      <p id={name} className="language-texts-name">
        {texts.byLanguage}
      </p>
      <p className="note">{texts.byLanguageAbout}</p>
      <div className="language-texts">
        {wordingLanguages.map((language) => (
          <Textarea
            key={language}
            {...fieldOf?.(language)}
            label={languageNames[language]}
            lang={language}
            autosize
            minRows={3}
            maxRows={14}
            maxLength={longest}
            value={drafts[language] ?? ''}
            readOnly={!mayChange}
            error={errorOf(language)}
            {...(noteOf && {
              description: noteOf(language),
              inputWrapperOrder: ['label', 'input', 'description', 'error'],
            })}
            onChange={(event) => type(language, event.currentTarget.value)}
          />
        ))}
      </div>
    </div>
  );
}
