import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { inOrder } from './in-order.js';
import { Said, SaidNote } from './said.js';
import type { Client } from '../../api/me.js';
import { readTranscript } from '../../api/reports.js';
import type { Transcript } from '../../api/reports.js';
import { Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';
import './conversations.css';

/** New lines come by themselves while the line to the server stands; this is for when it doesn't. */
const refreshMs = 60_000;

/**
 * What was said in one conversation, from its end upwards.
 *
 * @param props.head shown above it, once it is known whose it is
 */
export function TranscriptLines({
  client,
  id,
  head,
}: {
  client: Client;
  id: string;
  head?: (transcript: Transcript) => ReactNode;
}): ReactNode {
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
  if (pages.error && !newest) return <Problem error={pages.error} again={() => void pages.refetch()} />;
  if (!newest) return <Loading />;
  const said = [...earlier.toReversed(), newest].flatMap(inOrder);
  return (
    <>
      {head?.(newest)}
      {pages.hasNextPage && (
        <Button variant="default" fullWidth onClick={() => void pages.fetchNextPage()}>
          {texts.earlier}
        </Button>
      )}
      <ol className="said-list" aria-label={texts.transcript}>
        {said.map((one) =>
          'seq' in one ? (
            <Said key={one.id} client_id={client.id} line={one} formats={formats} />
          ) : (
            <SaidNote key={one.id} note={one} formats={formats} />
          ),
        )}
      </ol>
      <End last={said.at(-1)?.id} />
    </>
  );
}

/** Whoever reads further up than this is not torn away by a new line. */
const nearPx = 120;

/** The end of what was said, which is where one begins to read, and stays while more is said or the pane changes. */
function End({ last }: { last: string | undefined }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const stay = useCallback(() => {
    const pane = paneOf(place.current);
    if (pane && isAtEnd.current) pane.scrollTop = pane.scrollHeight;
  }, []);
  useEffect(() => {
    const pane = paneOf(place.current);
    if (!pane) return undefined;
    // On a phone it is the page itself that scrolls.
    if (pane.classList.contains('transcript') && pane.scrollHeight <= pane.clientHeight)
      place.current?.scrollIntoView({ block: 'end' });
    const note = (): void => {
      isAtEnd.current = pane.scrollHeight - pane.scrollTop - pane.clientHeight < nearPx;
    };
    const resized = new ResizeObserver(stay);
    resized.observe(pane);
    pane.addEventListener('scroll', note, { passive: true });
    return () => {
      resized.disconnect();
      pane.removeEventListener('scroll', note);
    };
  }, [stay]);
  useEffect(stay, [last, stay]);
  return <div ref={place} />;
}

/** What scrolls around the lines. */
function paneOf(end: HTMLElement | null): Element | null {
  return end?.closest('.said-pane') ?? end?.closest('.transcript') ?? null;
}
