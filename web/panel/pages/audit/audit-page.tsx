import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { AuditEntry } from './audit-entry.js';
import { listAudit } from '../../api/audit.js';
import { useKeyset } from '../../api/keyset.js';
import type { OwnPageProps, PageProps } from '../../app/pages.js';
import { DataList } from '../../design/data-list.js';
import { Card, PageHead } from '../../design/page.js';
import { browserTimezone } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';
import './audit.css';

const typingMs = 350;

/** Who changed what in a client. */
export function AuditPage({ client }: PageProps): ReactNode {
  return <Audit client_id={client.id} timezone={client.timezone} />;
}

/** Who changed what concerns no client: admins, default prompts, queues. */
export function OwnAuditPage(_props: OwnPageProps): ReactNode {
  return <Audit client_id={null} timezone={browserTimezone} />;
}

function Audit({ client_id, timezone }: { client_id: string | null; timezone: string }): ReactNode {
  const { audit: texts, shell } = useTexts();
  const [wanted, setWanted] = useState({ actor: '', subject: '' });
  const later = useDebouncedCallback(
    (part: Partial<typeof wanted>) => setWanted((before) => ({ ...before, ...part })),
    typingMs,
  );
  const { pages, rows } = useKeyset({
    queryKey: ['audit', client_id, wanted],
    read: (asked) => listAudit(client_id, { ...wanted, ...asked }),
  });
  return (
    <>
      <PageHead
        title={client_id === null ? shell.journal : shell.audit}
        about={client_id === null ? texts.ownAbout : texts.about}
      />
      <Card>
        <search className="field-pair audit-filters">
          <TextInput
            type="search"
            label={texts.actor}
            onChange={(event) => later({ actor: event.currentTarget.value.trim() })}
          />
          <TextInput
            type="search"
            label={texts.subject}
            description={texts.subjectAbout}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(event) => later({ subject: event.currentTarget.value.trim() })}
          />
        </search>
        <DataList pages={pages} isEmpty={rows.length === 0} title={texts.nothing}>
          {rows.map((line) => (
            <AuditEntry key={line.id} line={line} timezone={timezone} />
          ))}
        </DataList>
      </Card>
    </>
  );
}
