import type { ReactNode } from 'react';
import { useState } from 'react';
import { ConversationList } from './conversation-list.js';
import { Filters } from './filters.js';
import type { Wanted } from './filters.js';
import { FoundList } from './found-list.js';
import { TranscriptView } from './transcript-view.js';
import type { PageProps } from '../../app/pages.js';
import { PageHead, Quiet } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import './conversations.css';

const everything: Wanted = { words: '', user: '', status: 'all', channel: '' };

/** Who wrote, and what was said. The conversation that is open stands in the address; on a phone it takes the page. */
export function ConversationsPage({ client, rest: open }: PageProps): ReactNode {
  const { conversations: texts, shell } = useTexts();
  const [wanted, setWanted] = useState(everything);
  const shared = { client, open };
  return (
    <>
      <PageHead title={shell.conversations} />
      <div className={open ? 'conversations has-open' : 'conversations'}>
        <div className="card conversation-side">
          <Filters wanted={wanted} want={setWanted} />
          {wanted.words ? (
            <FoundList {...shared} words={wanted.words} />
          ) : (
            <ConversationList {...shared} wanted={wanted} />
          )}
        </div>
        <div className="card transcript">
          {open ? <TranscriptView key={open} client={client} id={open} /> : <Quiet>{texts.choose}</Quiet>}
        </div>
      </div>
    </>
  );
}
