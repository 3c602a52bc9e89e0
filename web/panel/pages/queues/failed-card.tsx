import { Badge, Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { DecideDialog } from './decide-dialog.js';
import type { Wanted } from './decide-dialog.js';
import { useKeyset } from '../../api/keyset.js';
import { listFailedWork } from '../../api/queues.js';
import type { FailedDecision, FailedKind, FailedWork, Queues } from '../../api/queues.js';
import { go, Link } from '../../app/navigation.js';
import { ownPlace } from '../../app/place.js';
import { DataList } from '../../design/data-list.js';
import { Card } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

const kinds = ['updates', 'messages', 'posts'] as const satisfies readonly FailedKind[];
const refreshMs = 5_000;

type Props = { rest: string; counts: Queues['failed']; timezone: string };

/** What was given up, of the kind that stands in the address: tried once more or discarded, one or all alike. */
export function FailedCard({ rest, counts, timezone }: Props): ReactNode {
  const { queues: texts } = useTexts();
  const kind = kinds.find((one) => one === rest) ?? 'updates';
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const { pages, rows } = useKeyset({
    queryKey: ['failed-work', kind],
    read: (asked) => listFailedWork(kind, asked),
    refetchInterval: refreshMs,
  });
  return (
    <Card title={texts.failed}>
      <p className="note">{texts.failedAbout}</p>
      <SegmentedControl
        className="failed-kinds"
        aria-label={texts.failed}
        value={kind}
        onChange={(one) => go(`/${ownPlace}/queues/${one}`, { replaces: true })}
        data={kinds.map((value) => ({ value, label: `${texts.lists[value]}: ${counts[value]}` }))}
      />
      <DataList pages={pages} isEmpty={rows.length === 0} title={texts.none[kind]} about={texts.noneAbout}>
        {rows.map((work) => (
          <FailedRow
            key={work.id}
            work={work}
            timezone={timezone}
            want={(decision) => setWanted({ kind, work, decision })}
          />
        ))}
      </DataList>
      <DecideDialog key={wanted?.work.id} wanted={wanted} close={() => setWanted(null)} />
    </Card>
  );
}

function FailedRow({
  work,
  timezone,
  want,
}: {
  work: FailedWork;
  timezone: string;
  want: (decision: FailedDecision) => void;
}): ReactNode {
  const { queues: texts } = useTexts();
  const { moment } = useFormats(timezone);
  const of = [work.client_name ?? texts.nobodys, work.connection, work.what].filter(Boolean).join(' · ');
  return (
    <li className="row-line">
      <div>
        <strong>{work.reason}</strong>{' '}
        {work.alike > 1 && <Badge variant="light">{texts.alike(work.alike)}</Badge>}{' '}
        {work.is_asked && <Badge color="yellow">{texts.asked}</Badge>}
        {!work.is_connected && (
          <Badge color="red" variant="light">
            {texts.notConnected}
          </Badge>
        )}
        <p className="note">{`${moment(work.created_at)} · ${of}`}</p>
        {work.conversation_id && work.client && (
          <Link to={`/${work.client}/conversations/${work.conversation_id}`}>{texts.conversation}</Link>
        )}
      </div>
      <div className="failed-buttons">
        <Button
          size="xs"
          variant="light"
          disabled={!work.is_connected || work.is_asked}
          onClick={() => want('retry')}
        >
          {texts.retry}
          <span className="out-of-sight">{`: ${work.reason}`}</span>
        </Button>
        <Button size="xs" variant="default" onClick={() => want('discard')}>
          {texts.discard}
          <span className="out-of-sight">{`: ${work.reason}`}</span>
        </Button>
      </div>
    </li>
  );
}
