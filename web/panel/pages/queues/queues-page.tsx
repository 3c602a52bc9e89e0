import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailedCard } from './failed-card.js';
import { readQueues } from '../../api/queues.js';
import type { Queues } from '../../api/queues.js';
import type { OwnPageProps } from '../../app/pages.js';
import { DataTable } from '../../design/data-table.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { browserTimezone, useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';
import './queues.css';

const refreshMs = 5_000;

/** How the installation keeps up with its work, and what it could not do. */
export function QueuesPage({ rest }: OwnPageProps): ReactNode {
  const { queues: texts, shell } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['queues'],
    queryFn: ({ signal }) => readQueues(signal),
    refetchInterval: refreshMs,
  });
  return (
    <>
      <PageHead title={shell.queues} about={texts.about} />
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="queues">
          <BellsCard queues={data} />
          <DueCard due={data.due} />
          <FailedCard rest={rest} counts={data.failed} timezone={browserTimezone} />
        </div>
      )}
    </>
  );
}

function BellsCard({ queues: { backend, problem, queues } }: { queues: Queues }): ReactNode {
  const { queues: texts } = useTexts();
  const { number, moment } = useFormats(browserTimezone);
  return (
    <Card title={texts.bells}>
      <p className="note">{`${texts.bellsAbout} ${texts.backend[backend]}`}</p>
      {problem !== null ? (
        <p role="alert" className="queue-silent">
          <strong>{texts.silent}.</strong> {problem}
        </p>
      ) : (
        <DataTable
          label={texts.bells}
          head={[texts.queue, texts.waiting, texts.active, texts.oldest]}
          rows={queues.map(({ name, waiting, active, oldest_at }) => ({
            key: name,
            cells: [
              name === 'workers' ? texts.workers : name,
              number(waiting),
              number(active),
              oldest_at === null ? '–' : moment(oldest_at),
            ],
          }))}
        />
      )}
    </Card>
  );
}

function DueCard({ due }: Pick<Queues, 'due'>): ReactNode {
  const { queues: texts } = useTexts();
  const { number, duration } = useFormats(browserTimezone);
  const there = due.filter(({ count }) => count > 0);
  return (
    <Card title={texts.due}>
      <p className="note">{there.length === 0 ? texts.nothingDue : texts.dueAbout}</p>
      {there.length > 0 && (
        <DataTable
          label={texts.due}
          head={[texts.work, texts.count, texts.late]}
          rows={there.map(({ kind, count, oldest_seconds }) => ({
            key: kind,
            cells: [texts.kinds[kind] ?? kind, number(count), duration(Math.max(0, oldest_seconds))],
          }))}
        />
      )}
    </Card>
  );
}
