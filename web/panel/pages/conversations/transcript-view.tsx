import { Badge, Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Said } from './said.js';
import type { Client } from '../../api/me.js';
import { readTranscript } from '../../api/reports.js';
import type { Transcript } from '../../api/reports.js';
import { Link } from '../../app/navigation.js';
import { Icon } from '../../design/icons.js';
import { Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

const refreshMs = 10_000;

/** What was said in one conversation, from its end upwards, and the requests that were made in it. */
export function TranscriptView({ client, id }: { client: Client; id: string }): ReactNode {
  const { conversations: texts } = useTexts();
  const formats = useFormats(client.timezone);
  const pages = useInfiniteQuery({
    queryKey: ['transcript', client.id, id],
    queryFn: ({ pageParam: before, signal }) => readTranscript(client.id, { id, before, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ before }) => before ?? undefined,
    refetchInterval: refreshMs,
  });
  const [newest, ...earlier] = pages.data?.pages ?? [];
  if (pages.error) return <Problem error={pages.error} again={() => void pages.refetch()} />;
  if (!newest) return <Loading />;
  const lines = [...earlier.toReversed(), newest].flatMap((page) => page.lines);
  return (
    <>
      <Head client={client} transcript={newest} formats={formats} />
      {pages.hasNextPage && (
        <Button variant="default" fullWidth onClick={() => void pages.fetchNextPage()}>
          {texts.earlier}
        </Button>
      )}
      <ol className="said-list" aria-label={texts.transcript}>
        {lines.map((line) => (
          <Said key={line.id} line={line} formats={formats} />
        ))}
      </ol>
      <End />
    </>
  );
}

/** The end of what was said, which is where one begins to read. */
function End(): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'end' });
  }, []);
  return <div ref={place} />;
}

function Head({
  client,
  transcript: { user, handovers },
  formats,
}: {
  client: Client;
  transcript: Transcript;
  formats: Formats;
}): ReactNode {
  const { conversations: texts } = useTexts();
  return (
    <header className="transcript-head">
      <Link className="back" to={`/${client.slug}/conversations`}>
        <Icon name="back" size={18} />
        {texts.back}
      </Link>
      <h2>{user.name ?? user.phone ?? texts.nobody}</h2>
      {user.name && user.phone && <p className="note">{user.phone}</p>}
      {handovers.length > 0 && (
        <ul className="requests" aria-label={texts.requests}>
          {handovers.map((one) => (
            <li key={one.id}>
              <Badge variant="light" size="sm" className={one.status === 'pending' ? 'waits' : ''}>
                {texts.handover[one.status]}
              </Badge>{' '}
              <span className="note">
                {[
                  formats.moment(one.created_at),
                  texts.reason[one.reason as keyof typeof texts.reason] ?? one.reason,
                  one.assigned_to_name,
                  one.rating === null ? null : texts.rated(one.rating),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}
