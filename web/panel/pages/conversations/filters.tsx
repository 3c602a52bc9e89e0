import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { ConversationFilter } from '../../api/reports.js';
import { useTexts } from '../../texts/use-texts.js';

const statuses = ['all', 'active', 'handed_over', 'closed'] as const;
const channels = ['telegram', 'whatsapp', 'whatsapp_cloud'] as const;
const typingMs = 350;
/** One letter stands nearly everywhere, and is not looked for. */
const fewestLetters = 2;

/** What the list is narrowed to. With words, messages are looked for and not conversations. */
export type Wanted = {
  words: string;
  user: string;
  status: (typeof statuses)[number];
  channel: (typeof channels)[number] | '';
};

/** As the API is asked. */
export function filterOf({ user, status, channel }: Wanted): ConversationFilter {
  return {
    ...(user === '' ? {} : { user }),
    ...(channel === '' ? {} : { channel }),
    ...(status === 'handed_over' ? { handed_over: true } : status === 'all' ? {} : { status }),
  };
}

export function Filters({ wanted, want }: { wanted: Wanted; want: (wanted: Wanted) => void }): ReactNode {
  const { conversations: texts } = useTexts();
  const later = useDebouncedCallback((part: Partial<Wanted>) => want({ ...wanted, ...part }), typingMs);
  const typed = (text: string): string => (text.trim().length < fewestLetters ? '' : text.trim());
  const isSearch = wanted.words !== '';
  return (
    <search className="filters">
      <TextInput
        type="search"
        className="filter-words"
        label={texts.find}
        description={texts.findAbout}
        onChange={(event) => later({ words: typed(event.currentTarget.value) })}
      />
      <TextInput
        className="filter-words"
        label={texts.user}
        disabled={isSearch}
        onChange={(event) => later({ user: typed(event.currentTarget.value) })}
      />
      <NativeSelect
        label={texts.status}
        disabled={isSearch}
        value={wanted.status}
        onChange={(event) => want({ ...wanted, status: event.currentTarget.value as Wanted['status'] })}
        data={statuses.map((value) => ({ value, label: texts.statuses[value] }))}
      />
      <NativeSelect
        label={texts.channel}
        disabled={isSearch}
        value={wanted.channel}
        onChange={(event) => want({ ...wanted, channel: event.currentTarget.value as Wanted['channel'] })}
        data={[
          { value: '', label: texts.anyChannel },
          ...channels.map((value) => ({ value, label: texts.channels[value] })),
        ]}
      />
    </search>
  );
}
