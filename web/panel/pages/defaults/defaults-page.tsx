import type { ReactNode } from 'react';
import { DefaultTest } from './default-test.js';
import { Prompts } from '../prompts/prompts-page.js';
import type { OwnPageProps } from '../../app/pages.js';
import { ownPlace } from '../../app/place.js';
import { browserTimezone } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** The prompts for clients that have none of their own. */
export function DefaultsPage({ rest }: OwnPageProps): ReactNode {
  const { prompts: texts, shell } = useTexts();
  return (
    <Prompts
      title={shell.defaults}
      about={texts.defaultsAbout}
      client_id={null}
      place={`/${ownPlace}/defaults`}
      name={rest}
      mayChange
      timezone={browserTimezone}
      test={(edited) => <DefaultTest {...edited} />}
    />
  );
}
