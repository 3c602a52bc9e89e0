import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Difference } from './difference.js';
import { useTexts } from '../texts/use-texts.js';

type Props = {
  /** Both versions as text; what has fields is written one line for each. */
  theirs: string;
  mine: string;
  /** Other words than the usual ones. */
  title?: string;
  theirsTitle?: string;
  keepLabel?: string;
  keepMine: () => void;
  takeTheirs: () => void;
  isPending?: boolean;
};

/** Somebody saved while this was written: both texts, and the choice. Nothing is lost either way. */
export function StaleEdit(props: Props): ReactNode {
  const { edits: texts } = useTexts();
  const { theirs, mine, keepMine, takeTheirs, isPending = false } = props;
  return (
    <Alert color="yellow" variant="light" role="alert" title={props.title ?? texts.staleTitle} mt="md">
      <p>{texts.staleAbout}</p>
      <div className="both-texts">
        <section>
          <h3>{props.theirsTitle ?? texts.theirs}</h3>
          <pre tabIndex={0} role="region" aria-label={texts.theirs}>
            {theirs}
          </pre>
        </section>
        <section>
          <h3>{texts.yours}</h3>
          <Difference before={theirs} after={mine} label={texts.yours} />
        </section>
      </div>
      <div className="buttons">
        <Button loading={isPending} onClick={keepMine}>
          {props.keepLabel ?? texts.keepMine}
        </Button>
        <Button variant="default" onClick={takeTheirs}>
          {texts.takeTheirs}
        </Button>
      </div>
    </Alert>
  );
}
