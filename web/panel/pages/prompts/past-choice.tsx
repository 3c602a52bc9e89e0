import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { PastRow } from './past-row.js';
import { readIntents } from '../../api/intents.js';
import { useKeyset } from '../../api/keyset.js';
import { listConversations } from '../../api/reports.js';
import { now } from '../../design/clock.js';
import { DataList } from '../../design/data-list.js';
import { DaysChoice } from '../../design/days-choice.js';
import { lastDays, momentsOf } from '../../design/days.js';
import type { Days } from '../../design/days.js';
import { useTexts } from '../../texts/use-texts.js';
import { mostConversations } from '../../../../src/prompts/trial-limits.js';

const typingMs = 350;
/** One letter stands nearly everywhere, and is not looked for. */
const fewestLetters = 2;
const daysShown = 30;
/** So many of the newest are taken at a press. */
const suggested = 3;

type Wanted = { words: string; intent: string; had_handover: boolean; days: Days };
type Props = {
  client_id: string;
  timezone: string;
  chosen: readonly string[];
  choose: (ids: string[]) => void;
};

/** Past conversations to be tried again: the newest, or those that are looked for. */
export function PastChoice({ client_id, timezone, chosen, choose }: Props): ReactNode {
  const { prompts, conversations } = useTexts();
  const texts = prompts.trial;
  const [wanted, want] = useState<Wanted>(() => ({
    ...{ words: '', intent: '', had_handover: false, days: lastDays(daysShown, timezone, now()) },
  }));
  const { pages, rows } = usePast(client_id, timezone, wanted);
  const isFull = chosen.length >= mostConversations;
  const toggle = (id: string): void =>
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <div className="past-choice">
      <PastFilters
        {...{ client_id, timezone, wanted }}
        want={(part) => want((was) => ({ ...was, ...part }))}
      />
      <Chosen {...{ chosen, choose }} newest={rows.slice(0, suggested).map(({ id }) => id)} />
      <div className="past-list" tabIndex={0} role="region" aria-label={texts.sources.past}>
        <DataList
          pages={pages}
          isEmpty={rows.length === 0}
          title={conversations.nothing}
          about={texts.nothingFound}
        >
          {rows.map((row) => (
            <li key={row.id}>
              <PastRow
                {...{ row, timezone }}
                isChosen={chosen.includes(row.id)}
                mayChoose={!isFull}
                toggle={() => toggle(row.id)}
              />
            </li>
          ))}
        </DataList>
      </div>
    </div>
  );
}

/** How many are chosen, and a quick way to begin. */
function Chosen({
  chosen,
  choose,
  newest,
}: Pick<Props, 'chosen' | 'choose'> & { newest: string[] }): ReactNode {
  const { trial: texts } = useTexts().prompts;
  return (
    <div className="row-line">
      <p role="status">{texts.chosen(chosen.length, mostConversations)}</p>
      {chosen.length > 0 ? (
        <Button size="xs" variant="default" onClick={() => choose([])}>
          {texts.chooseNone}
        </Button>
      ) : (
        newest.length > 0 && (
          <Button size="xs" variant="light" onClick={() => choose(newest)}>
            {texts.chooseNewest(newest.length)}
          </Button>
        )
      )}
    </div>
  );
}

function usePast(client_id: string, timezone: string, { days, words, intent, had_handover }: Wanted) {
  const { from, to } = momentsOf(days, timezone);
  const filter = {
    ...{ from, to },
    ...(words === '' ? {} : { words }),
    ...(intent === '' ? {} : { intent }),
    ...(had_handover ? { had_handover } : {}),
  };
  return useKeyset({
    queryKey: ['conversations', client_id, 'past', { from, to, words, intent, had_handover }],
    read: (asked) => listConversations(client_id, { filter, ...asked }),
  });
}

function PastFilters({
  client_id,
  timezone,
  wanted,
  want,
}: {
  client_id: string;
  timezone: string;
  wanted: Wanted;
  want: (part: Partial<Wanted>) => void;
}): ReactNode {
  const { prompts, conversations } = useTexts();
  const texts = prompts.trial;
  const later = useDebouncedCallback((words: string) => want({ words }), typingMs);
  const intents = useQuery({
    queryKey: ['intents', client_id],
    queryFn: ({ signal }) => readIntents(client_id, signal),
  });
  return (
    <search className="past-filters">
      <DaysChoice days={wanted.days} choose={(days) => want({ days })} timezone={timezone} />
      <div className="field-pair">
        <TextInput
          type="search"
          label={conversations.find}
          onChange={(event) => {
            const typed = event.currentTarget.value.trim();
            later(typed.length < fewestLetters ? '' : typed);
          }}
        />
        <NativeSelect
          label={texts.intent}
          value={wanted.intent}
          onChange={(event) => want({ intent: event.currentTarget.value })}
          data={[
            { value: '', label: texts.anyIntent },
            ...(intents.data ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
        />
      </div>
      <Checkbox
        label={texts.hadHandover}
        checked={wanted.had_handover}
        onChange={(event) => want({ had_handover: event.currentTarget.checked })}
      />
    </search>
  );
}
