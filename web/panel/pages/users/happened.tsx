import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Client } from '../../api/me.js';
import type { ShownUser } from '../../api/users.js';
import { Link } from '../../app/navigation.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; user: ShownUser };

/** The newest conversations and requests of a user; each leads to what was said. */
export function Happened({ client, user }: Props): ReactNode {
  return (
    <>
      <Conversations client={client} user={user} />
      {user.handover_count > 0 && <Requests client={client} user={user} />}
    </>
  );
}

function Conversations({ client, user }: Props): ReactNode {
  const { users: texts, conversations: words } = useTexts();
  const { moment } = useFormats(client.timezone);
  const { conversations, conversation_count: count, message_count } = user;
  return (
    <section>
      <h3>{`${texts.conversations(count)}, ${texts.messages(message_count)}`}</h3>
      {conversations.length < count && <p className="note">{texts.newestOf(conversations.length, count)}</p>}
      <ul className="happened">
        {conversations.map(({ id, channel, last_message_at }) => (
          <li key={id}>
            <Link to={`/${client.slug}/conversations/${id}`}>{moment(last_message_at)}</Link>{' '}
            <span className="note">{words.channels[channel]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Requests({ client, user }: Props): ReactNode {
  const { users: texts, conversations: words } = useTexts();
  const { moment } = useFormats(client.timezone);
  const { handovers, handover_count: count } = user;
  const about = ({ reason, assigned_to_name, rating }: (typeof handovers)[number]): string =>
    [words.reason[reason], assigned_to_name, rating === null ? null : words.rated(rating)]
      .filter(Boolean)
      .join(' · ');
  return (
    <section>
      <h3>{texts.requests(count)}</h3>
      {handovers.length < count && <p className="note">{texts.newestOf(handovers.length, count)}</p>}
      <ul className="happened">
        {handovers.map((one) => (
          <li key={one.id}>
            <Badge variant="light" size="sm" className={one.status === 'pending' ? 'waits' : ''}>
              {words.handover[one.status]}
            </Badge>{' '}
            <Link to={`/${client.slug}/conversations/${one.conversation_id}`}>{moment(one.created_at)}</Link>{' '}
            <span className="note">{about(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
