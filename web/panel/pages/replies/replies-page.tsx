import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { NoticeList } from './notice-list.js';
import { go } from '../../app/navigation.js';
import type { PageProps } from '../../app/pages.js';
import { PageHead } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import { TextShelf } from '../shelf/text-shelf.js';
import './replies.css';

const saved = 'saved';

/** What customers are told in fixed words: by the system, and by managers. Which of both stands in the address. */
export function RepliesPage({ client, rest }: PageProps): ReactNode {
  const { replies: texts, shelf, shell } = useTexts();
  const [first, open = ''] = rest.split('/');
  const isSaved = first === saved;
  return (
    <>
      <PageHead title={shell.replies} about={isSaved ? shelf.saved_replies.about : texts.about}>
        <SegmentedControl
          aria-label={texts.kind}
          value={isSaved ? saved : 'notices'}
          onChange={(kind) => go(`/${client.slug}/replies${kind === saved ? `/${saved}` : ''}`)}
          data={[
            { value: 'notices', label: texts.notices },
            { value: saved, label: texts.saved },
          ]}
        />
      </PageHead>
      {isSaved ? (
        <TextShelf
          {...{ client, open }}
          shelf="saved_replies"
          at={`replies/${saved}`}
          texts={shelf.saved_replies}
        />
      ) : (
        <NoticeList client={client} open={first ?? ''} />
      )}
    </>
  );
}
