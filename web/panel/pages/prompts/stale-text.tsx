import type { ReactNode } from 'react';
import type { PromptWithText } from '../../api/prompts.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  theirs: PromptWithText;
  mine: string;
  keepMine: (mine: string) => void;
  takeTheirs: (theirs: PromptWithText) => void;
};

/** Somebody saved another version while this one was written. */
export function StaleText({ theirs, mine, keepMine, takeTheirs }: Props): ReactNode {
  const { prompts: texts } = useTexts();
  return (
    <StaleEdit
      fields={[{ label: texts.version(theirs.version), theirs: theirs.text, mine }]}
      keepMine={() => keepMine(mine)}
      takeTheirs={() => takeTheirs(theirs)}
      words={{
        ...{ title: texts.staleTitle, about: texts.staleAbout },
        ...{ yours: texts.yours, keep: texts.keepMine, take: texts.takeTheirs },
      }}
    />
  );
}
