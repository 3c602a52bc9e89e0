import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/use-texts.js';

/** A text to be taken elsewhere, with a button that copies it. */
export function CopyLine({ label, text, about }: { label: string; text: string; about?: string }): ReactNode {
  const { channels: texts } = useTexts();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="copy-line">
      <TextInput
        label={label}
        description={about}
        value={text}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <Button
        variant="default"
        aria-label={`${texts.copy}: ${label}`}
        // Where a page may not write to the clipboard, the text can still be marked and copied by hand.
        onClick={() => void copy().catch(() => setCopied(false))}
      >
        {isCopied ? texts.copied : texts.copy}
      </Button>
    </div>
  );
}
