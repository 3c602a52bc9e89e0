import type { ReactNode } from 'react';
import type { PageProps } from '../../app/pages.js';
import { PageHead } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import { TextShelf } from '../shelf/text-shelf.js';

/** What the bot may answer from. */
export function KnowledgePage({ client, rest }: PageProps): ReactNode {
  const { shelf, shell } = useTexts();
  return (
    <>
      <PageHead title={shell.knowledge} about={shelf.knowledge.about} />
      <TextShelf {...{ client }} shelf="knowledge" at="knowledge" open={rest} texts={shelf.knowledge} />
    </>
  );
}
