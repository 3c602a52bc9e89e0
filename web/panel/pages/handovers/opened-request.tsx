import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Deeds } from './deeds.js';
import { dueOf, standingOf, useNow } from './standing.js';
import { Writing } from './writing.js';
import { readHandover } from '../../api/handovers.js';
import type { Colleague, OpenedHandover } from '../../api/handovers.js';
import type { Client } from '../../api/me.js';
import { Link } from '../../app/navigation.js';
import { Icon } from '../../design/icons.js';
import { Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';
import { TranscriptLines } from '../conversations/transcript-lines.js';

type Props = { client: Client; id: string; colleagues: readonly Colleague[] };

/** A request: who waits and why, what was said, and what can be done about it. */
export function OpenedRequest({ client, id, colleagues }: Props): ReactNode {
  const { conversations } = useTexts();
  const one = { client_id: client.id, id };
  const { data, error, refetch } = useQuery({
    queryKey: ['handover', client.id, id],
    queryFn: ({ signal }) => readHandover(one, signal),
    refetchInterval: 60_000,
  });
  if (error && !data) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const mayAct = client.role !== 'viewer';
  const isOpen = data.status === 'pending' || data.status === 'active';
  return (
    <>
      <Head client={client} request={data} />
      {mayAct && isOpen && <Deeds one={one} request={data} colleagues={colleagues} />}
      <div className="said-pane" tabIndex={0} role="group" aria-label={conversations.transcript}>
        <TranscriptLines client={client} id={data.conversation_id} />
      </div>
      {mayAct && <Writing client={client} one={one} request={data} />}
    </>
  );
}

function Head({ client, request }: { client: Client; request: OpenedHandover }): ReactNode {
  const { handovers: texts, conversations } = useTexts();
  const formats = useFormats(client.timezone);
  const now = useNow();
  const facts = [
    conversations.channels[request.channel],
    conversations.reason[request.reason],
    standingOf(request, { texts, formats, now }),
    ...dueOf(request, { texts, formats }),
    request.rating === null ? '' : conversations.rated(request.rating),
  ];
  return (
    <header className="transcript-head">
      <Link className="back" to={`/${client.slug}/handovers`}>
        <Icon name="back" size={18} />
        {texts.back}
      </Link>
      <h2>{request.user_name ?? request.phone ?? conversations.nobody}</h2>
      <p className="request-standing">
        <Badge variant="light" className={request.status === 'pending' ? 'waits' : ''}>
          {whoseOf(request, { texts, conversations })}
        </Badge>
      </p>
      <p className="note">{facts.filter(Boolean).join(' · ')}</p>
      {request.summary && <p>{request.summary}</p>}
      <Link to={`/${client.slug}/conversations/${request.conversation_id}`}>{texts.inConversations}</Link>
    </header>
  );
}

type Texts = ReturnType<typeof useTexts>;

function whoseOf(
  { status, is_mine, assigned_to_name, ended_by }: OpenedHandover,
  { texts, conversations }: { texts: Texts['handovers']; conversations: Texts['conversations'] },
): string {
  if (status === 'active') return is_mine ? texts.isYours : texts.isWith(assigned_to_name ?? '');
  if (status === 'pending') return conversations.handover.pending;
  const how = conversations.handover[status];
  return ended_by === null ? how : `${how} · ${texts.endedBy(ended_by)}`;
}
