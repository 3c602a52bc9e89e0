import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { TranscriptLines } from './transcript-lines.js';
import type { Client } from '../../api/me.js';
import type { Transcript } from '../../api/reports.js';
import { Link } from '../../app/navigation.js';
import { Icon } from '../../design/icons.js';
import { useFormats } from '../../texts/formats.js';
import type { Formats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** What was said in one conversation, and the requests that were made in it. */
export function TranscriptView({ client, id }: { client: Client; id: string }): ReactNode {
  const formats = useFormats(client.timezone);
  return (
    <TranscriptLines
      client={client}
      id={id}
      head={(transcript) => <Head client={client} transcript={transcript} formats={formats} />}
    />
  );
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
