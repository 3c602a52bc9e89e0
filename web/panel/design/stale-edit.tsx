import { Alert, Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Difference } from './difference.js';
import { useTexts } from '../texts/use-texts.js';

type Props = {
  /** What differs, as text: each field's name, what somebody else saved and what was to be saved. */
  fields: readonly { label: string; theirs: string; mine: string }[];
  keepMine: () => void;
  takeTheirs: () => void;
  isPending?: boolean;
  /** Other words than the usual ones. */
  words?: { title?: string; about?: string; yours?: string; keep?: string; take?: string };
};

/** Somebody saved while this was written: both versions, and the choice. Nothing is lost either way. */
export function StaleEdit({ fields, keepMine, takeTheirs, isPending = false, words = {} }: Props): ReactNode {
  const { editing: texts } = useTexts();
  const yours = words.yours ?? texts.yours;
  const place = useRef<HTMLDivElement>(null);
  // A long form may have been saved far from here.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <Alert
      ref={place}
      color="yellow"
      variant="light"
      role="alert"
      title={words.title ?? texts.staleTitle}
      mt="md"
    >
      <p>{words.about ?? texts.staleAbout}</p>
      {fields.map(({ label, theirs, mine }) => (
        <div key={label} className="both-texts">
          <section>
            <h3>{`${texts.theirs}: ${label}`}</h3>
            <pre tabIndex={0} role="region" aria-label={`${texts.theirs}: ${label}`}>
              {theirs || texts.nothingInIt}
            </pre>
          </section>
          <section>
            <h3>{yours}</h3>
            <Difference before={theirs} after={mine} label={`${yours}: ${label}`} />
          </section>
        </div>
      ))}
      <div className="buttons">
        <Button loading={isPending} onClick={keepMine}>
          {words.keep ?? texts.keepMine}
        </Button>
        <Button variant="default" onClick={takeTheirs}>
          {words.take ?? texts.takeTheirs}
        </Button>
      </div>
    </Alert>
  );
}
