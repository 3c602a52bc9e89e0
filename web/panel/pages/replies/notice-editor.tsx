import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { NoticeDefaults } from './notice-defaults.js';
import { OwnText } from './own-text.js';
import type { Client } from '../../api/me.js';
import { changeNotice } from '../../api/texts.js';
import type { Notice } from '../../api/texts.js';
import { useEdit } from '../../app/use-edit.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { SaveBar } from '../../design/save-bar.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { useTexts } from '../../texts/use-texts.js';

const ways = ['built_in', 'own', 'nothing'] as const;
type Way = (typeof ways)[number];
type Draft = { way: Way; text: string };
type Kept = { own: string | null };

/** One notice: the built-in text of each language, a text of one's own, or nothing. */
export function NoticeEditor({ client, notice }: { client: Client; notice: Notice }): ReactNode {
  const { replies: texts, editing } = useTexts();
  const mayChange = client.role !== 'viewer';
  const { edit, submit, wrong, rest } = useNotice(client, notice);
  const { draft, stale, change } = edit;
  const { name, about } = texts.names[notice.name];
  const said = (own: string | null): string =>
    own === null ? texts.ways.built_in : own === '' ? texts.ways.nothing : own;
  return (
    <form className="notice" noValidate onSubmit={submit}>
      <div>
        <h2>{name}</h2>
        <p className="note">{about}</p>
      </div>
      {!mayChange && <p className="note">{editing.mayOnlyLook}</p>}
      <WayChoice way={draft.way} mayChange={mayChange} choose={(way) => change({ way })} />
      {draft.way === 'own' && (
        <OwnText
          {...{ mayChange }}
          text={draft.text}
          placeholders={notice.placeholders}
          error={wrong}
          type={(text) => change({ text })}
        />
      )}
      {rest ? <Problem error={rest} /> : null}
      {draft.way !== 'nothing' && (
        <NoticeDefaults notice={notice} own={draft.way === 'own' ? draft.text : null} client={client} />
      )}
      {stale && (
        <StaleEdit {...edit} fields={[{ label: name, theirs: said(stale.own), mine: said(ownOf(draft)) }]} />
      )}
      {mayChange && <SaveBar {...edit} isChanged={edit.isChanged && !stale} onReset={edit.discard} />}
    </form>
  );
}

function useNotice(client: Client, notice: Notice) {
  const { editing } = useTexts();
  const queries = useQueryClient();
  const [isTried, setTried] = useState(false);
  const edit = useEdit<Draft, Kept>({
    opened: { own: notice.own },
    draftOf: (kept) => draftOf(kept?.own ?? null),
    async save(over, draft) {
      const own = ownOf(draft);
      await changeNotice(client.id, { name: notice.name, own, seen: over?.own ?? null });
      return { own };
    },
    settled: () => queries.invalidateQueries({ queryKey: ['notices', client.id] }),
  });
  const isEmpty = edit.draft.way === 'own' && edit.draft.text.trim() === '';
  const refused = useFieldErrors(edit.error, ['own']);
  return {
    ...{ edit, rest: refused.rest },
    wrong: isTried && isEmpty ? editing.needsText : refused.of('own'),
    submit(event: FormEvent) {
      event.preventDefault();
      setTried(true);
      if (!isEmpty) edit.save();
    },
  };
}

function WayChoice({
  way,
  mayChange,
  choose,
}: {
  way: Way;
  mayChange: boolean;
  choose: (way: Way) => void;
}): ReactNode {
  const { replies: texts } = useTexts();
  return (
    <div>
      <SegmentedControl
        className="notice-ways"
        aria-label={texts.way}
        disabled={!mayChange}
        value={way}
        onChange={choose}
        data={ways.map((value) => ({ value, label: texts.ways[value] }))}
      />
      <p className="note">{texts.waysAbout[way]}</p>
    </div>
  );
}

function draftOf(own: string | null): Draft {
  return { way: own === null ? 'built_in' : own === '' ? 'nothing' : 'own', text: own ?? '' };
}

function ownOf({ way, text }: Draft): string | null {
  return way === 'built_in' ? null : way === 'nothing' ? '' : text.trim();
}
