import { Button, Textarea } from '@mantine/core';
import { useId, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/use-texts.js';
import { promptVariables } from '../../../../src/prompts/prompt-variables.js';

type Props = {
  text: string;
  mayChange: boolean;
  error: string | undefined;
  type: (text: string) => void;
};

/** The text of a prompt, and the variables that can be put where the cursor is. */
export function PromptText({ text, mayChange, error, type }: Props): ReactNode {
  const { prompts: texts, editing } = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const put = useCursor(field, text, type);
  return (
    <div>
      <Textarea
        ref={field}
        label={texts.text}
        description={mayChange ? texts.textAbout : editing.mayOnlyLook}
        autosize
        minRows={10}
        maxRows={28}
        value={text}
        readOnly={!mayChange}
        onChange={(event) => type(event.currentTarget.value)}
        error={error}
      />
      {mayChange && <Variables put={(name) => put(`{${name}}`)} />}
    </div>
  );
}

/** Puts words where the cursor is, which then stands behind them. */
function useCursor(
  field: { readonly current: HTMLTextAreaElement | null },
  text: string,
  type: (text: string) => void,
): (words: string) => void {
  const next = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (next.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(next.current, next.current);
    next.current = null;
  }, [field, text]);
  return (words) => {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = field.current ?? {};
    next.current = from + words.length;
    type(text.slice(0, from) + words + text.slice(to));
  };
}

function Variables({ put }: { put: (name: string) => void }): ReactNode {
  const { prompts: texts } = useTexts();
  const label = useId();
  return (
    <div className="variables" role="group" aria-labelledby={label}>
      <span id={label} className="note">
        {texts.insert}
      </span>
      {promptVariables.map((name) => (
        <Button key={name} size="compact-sm" variant="light" onClick={() => put(name)} title={`{${name}}`}>
          {texts.variables[name]}
        </Button>
      ))}
    </div>
  );
}
