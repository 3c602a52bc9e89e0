import { Badge, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { calledBy } from './called-by.js';
import { useKeyset } from '../../api/keyset.js';
import type { Client } from '../../api/me.js';
import { listUsers } from '../../api/users.js';
import type { ListedUser, UserFilter } from '../../api/users.js';
import { Link } from '../../app/navigation.js';
import { DataList } from '../../design/data-list.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

const channels = ['telegram', 'whatsapp', 'whatsapp_cloud'] as const;
const typingMs = 350;
const refreshMs = 15_000;
const fewestLetters = 2;

/** A client's users, the last active first, narrowed by a part of what they are called. */
export function UserList({ client, open }: { client: Client; open: string }): ReactNode {
  const { users: texts, conversations: words } = useTexts();
  const [filter, setFilter] = useState<UserFilter>({});
  const found = useUsers(client, filter);
  return (
    <>
      <search className="user-filters">
        <UserSearch label={texts.find} search={(search) => setFilter({ ...filter, search })} />
        <NativeSelect
          label={words.channel}
          value={filter.channel ?? ''}
          onChange={(event) => {
            const channel = channels.find((one) => one === event.currentTarget.value);
            setFilter({ ...filter, channel });
          }}
          data={[
            { value: '', label: words.anyChannel },
            ...channels.map((value) => ({ value, label: words.channels[value] })),
          ]}
        />
      </search>
      <DataList
        className="choices"
        pages={found.pages}
        isEmpty={found.rows.length === 0}
        title={texts.none}
        about={texts.noneWhat}
      >
        {found.rows.map((user) => (
          <li key={user.id}>
            <Link
              to={`/${client.slug}/users/${user.id}`}
              aria-current={user.id === open ? 'true' : undefined}
            >
              <UserRow user={user} timezone={client.timezone} />
            </Link>
          </li>
        ))}
      </DataList>
    </>
  );
}

/** The users of a client who are called so, page by page. */
export function useUsers(client: Client, filter: UserFilter) {
  return useKeyset({
    queryKey: ['users', client.id, filter],
    read: (asked) => listUsers(client.id, { filter, ...asked }),
    refetchInterval: refreshMs,
  });
}

/** Where a part of a name, a username or a number is typed; asks a moment after the last letter. */
export function UserSearch({
  label,
  search,
}: {
  label: string;
  search: (wanted: string | undefined) => void;
}): ReactNode {
  const { users: texts } = useTexts();
  const later = useDebouncedCallback((typed: string) => {
    const wanted = typed.trim();
    search(wanted.length < fewestLetters ? undefined : wanted);
  }, typingMs);
  return (
    <TextInput
      type="search"
      label={label}
      description={texts.findAbout}
      onChange={(event) => later(event.currentTarget.value)}
    />
  );
}

/** Who somebody is, in two lines. */
export function UserRow({ user, timezone }: { user: ListedUser; timezone: string }): ReactNode {
  const { users: texts, conversations } = useTexts();
  const { moment } = useFormats(timezone);
  const { username, phone, last_active_at, channels: wroteOn, blocked_at, is_being_erased } = user;
  const about = [username && `@${username}`, phone, ...wroteOn.map((one) => conversations.channels[one])];
  return (
    <>
      <span className="choice-name">{calledBy(user) ?? texts.nobody}</span>
      <time className="note" dateTime={last_active_at}>
        {moment(last_active_at)}
      </time>
      <span className="choice-about note">{about.filter(Boolean).join(' · ')}</span>
      {(blocked_at || is_being_erased) && (
        <Badge variant="default" size="sm">
          {is_being_erased ? texts.isBeingErased : texts.blocked}
        </Badge>
      )}
    </>
  );
}
