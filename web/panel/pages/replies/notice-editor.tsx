import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { NoticeDefaults } from './notice-defaults.js';
import { draftOfNotice, noticeOfDraft, ways } from './notice-draft.js';
import type { NoticeDraft, Way } from './notice-draft.js';
import { OwnTexts } from './own-texts.js';
import type { Client } from '../../api/me.js';
import { changeNotice } from '../../api/texts.js';
import type { Notice, OwnNotice } from '../../api/texts.js';
import { useEdit } from '../../app/use-edit.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { SaveBar } from '../../design/save-bar.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { isBlank, wordingLanguages } from '../../design/wording-draft.js';
import { languageNames, useTexts } from '../../texts/use-texts.js';

/** One notice: the built-in text of each language, texts of one's own, or nothing. */
export function NoticeEditor({ client, notice }: { client: Client; notice: Notice }): ReactNode {
  const { replies: texts, editing } = useTexts();
  const mayChange = client.role !== 'viewer';
  const { edit, submit, errorOf, rest } = useNotice(client, notice);
  const { draft, stale, change } = edit;
  const { name, about } = texts.names[notice.name];
  const sides = useSides();
  return (
    <form className="notice" noValidate onSubmit={submit}>
      <div>
        <h2>{name}</h2>
        <p className="note">{about}</p>
      </div>
      {!mayChange && <p className="note">{editing.mayOnlyLook}</p>}
      <WayChoice way={draft.way} mayChange={mayChange} choose={(way) => change({ way })} />
      {draft.way === 'own' && (
        <OwnTexts {...{ draft, mayChange, errorOf, change }} placeholders={notice.placeholders} />
      )}
      {rest ? <Problem error={rest} /> : null}
      {draft.way !== 'nothing' && (
        <NoticeDefaults notice={notice} own={noticeOfDraft(draft)} client={client} />
      )}
      {stale && <StaleEdit {...edit} fields={sides(stale, noticeOfDraft(draft))} />}
      {mayChange && <SaveBar {...edit} isChanged={edit.isChanged && !stale} onReset={edit.discard} />}
    </form>
  );
}

function useNotice(client: Client, notice: Notice) {
  const { wording } = useTexts();
  const queries = useQueryClient();
  const [isTried, setTried] = useState(false);
  const { own, by_language } = notice;
  const edit = useEdit<NoticeDraft, OwnNotice>({
    opened: { own, by_language },
    draftOf: (kept) => draftOfNotice(kept ?? { own: null, by_language: {} }),
    async save(over, draft) {
      const kept = noticeOfDraft(draft);
      const seen = over ?? { own: null, by_language: {} };
      await changeNotice(client.id, { name: notice.name, ...kept, seen });
      return kept;
    },
    settled: () => queries.invalidateQueries({ queryKey: ['notices', client.id] }),
  });
  const isEmpty = edit.draft.way === 'own' && isBlank(edit.draft);
  const refused = useFieldErrors(edit.error, ['own', 'by_language']);
  return {
    ...{ edit, rest: refused.rest },
    errorOf: (field: string) =>
      isTried && isEmpty && field === 'own' ? wording.needsOne : refused.of(field),
    submit(event: FormEvent) {
      event.preventDefault();
      setTried(true);
      if (!isEmpty) edit.save();
    },
  };
}

/** The texts in which two versions of a notice differ. */
function useSides() {
  const { replies: texts, wording } = useTexts();
  const saidToAll = ({ own }: OwnNotice): string =>
    own === null ? texts.ways.built_in : own === '' ? texts.ways.nothing : own;
  return (theirs: OwnNotice, mine: OwnNotice) =>
    [
      { label: wording.forAll, theirs: saidToAll(theirs), mine: saidToAll(mine) },
      ...wordingLanguages.map((language) => ({
        label: languageNames[language],
        theirs: theirs.by_language[language] ?? '',
        mine: mine.by_language[language] ?? '',
      })),
    ].filter((side) => side.theirs !== side.mine);
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
