import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Difference } from './difference.js';
import type { PromptWithText } from '../../api/prompts.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  theirs: PromptWithText;
  mine: string;
  keepMine: (mine: string) => void;
  takeTheirs: (theirs: PromptWithText) => void;
};

/** Somebody saved while this was written: both texts, and the choice. Nothing is lost either way. */
export function StaleText({ theirs, mine, keepMine, takeTheirs }: Props): ReactNode {
  const { prompts: texts } = useTexts();
  return (
    <Alert color="yellow" variant="light" role="alert" title={texts.staleTitle} mt="md">
      <p>{texts.staleAbout}</p>
      <div className="both-texts">
        <section>
          <h3>{`${texts.theirs}: ${texts.version(theirs.version)}`}</h3>
          <pre tabIndex={0} role="region" aria-label={texts.theirs}>
            {theirs.text}
          </pre>
        </section>
        <section>
          <h3>{texts.yours}</h3>
          <Difference before={theirs.text} after={mine} label={texts.yours} />
        </section>
      </div>
      <div className="buttons">
        <Button onClick={() => keepMine(mine)}>{texts.keepMine}</Button>
        <Button variant="default" onClick={() => takeTheirs(theirs)}>
          {texts.takeTheirs}
        </Button>
      </div>
    </Alert>
  );
}
