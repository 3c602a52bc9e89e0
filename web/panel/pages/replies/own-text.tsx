import { Button, Textarea } from '@mantine/core';
import { useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/use-texts.js';

/** As many characters as a notice may have. */
const longest = 1000;

type Props = {
  text: string;
  /** What may stand in braces in it. */
  placeholders: readonly string[];
  mayChange: boolean;
  error: string | undefined;
  type: (text: string) => void;
};

/** A notice in one's own words, and what can be put where the cursor is. */
export function OwnText({ text, placeholders, mayChange, error, type }: Props): ReactNode {
  const { replies: texts } = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const put = (placeholder: string): void => {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = field.current ?? {};
    type(`${text.slice(0, from)}{${placeholder}}${text.slice(to)}`);
    field.current?.focus();
  };
  return (
    <div>
      <Textarea
        ref={field}
        label={texts.text}
        description={texts.textAbout}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={longest}
        value={text}
        readOnly={!mayChange}
        error={error}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <p className="note">{texts.length(text.length, longest)}</p>
      {mayChange && <Placeholders names={placeholders} put={put} />}
    </div>
  );
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
