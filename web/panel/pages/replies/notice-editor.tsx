import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { NoticeDefaults } from './notice-defaults.js';
import type { Client } from '../../api/me.js';
import { changeNotice } from '../../api/texts.js';
import type { Notice } from '../../api/texts.js';
import { useEdit } from '../../app/use-edit.js';
import { fieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { SaveBar } from '../../design/save-bar.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { useTexts } from '../../texts/use-texts.js';

const ways = ['built_in', 'own', 'nothing'] as const;
type Way = (typeof ways)[number];
type Draft = { way: Way; text: string };
type Kept = { own: string | null };

const longest = 1000;

/** One notice: the built-in text of each language, a text of one's own, or nothing. */
export function NoticeEditor({ client, notice }: { client: Client; notice: Notice }): ReactNode {
  const { replies: texts, editing } = useTexts();
  const queries = useQueryClient();
  const [isTried, setTried] = useState(false);
  const mayChange = client.role !== 'viewer';
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
  const { draft, stale, change } = edit;
  const isEmpty = draft.way === 'own' && draft.text.trim() === '';
  const refused = fieldErrors(edit.error, ['own']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isEmpty) edit.save();
  };
  const said = (own: string | null): string =>
    own === null ? texts.ways.built_in : own === '' ? texts.ways.nothing : own;
  return (
    <form className="notice" noValidate onSubmit={submit}>
      <div>
        <h2>{texts.names[notice.name].name}</h2>
        <p className="note">{texts.names[notice.name].about}</p>
      </div>
      {!mayChange && <p className="note">{editing.mayOnlyLook}</p>}
      <WayChoice way={draft.way} mayChange={mayChange} choose={(way) => change({ way })} />
      {draft.way === 'own' && (
        <OwnText
          text={draft.text}
          placeholders={notice.placeholders}
          mayChange={mayChange}
          error={isTried && isEmpty ? editing.needsText : refused.of('own')}
          type={(text) => change({ text })}
        />
      )}
      {refused.rest ? <Problem error={refused.rest} /> : null}
      {draft.way !== 'nothing' && (
        <NoticeDefaults notice={notice} own={draft.way === 'own' ? draft.text : null} client={client} />
      )}
      {stale && (
        <StaleEdit
          {...edit}
          fields={[
            { label: texts.names[notice.name].name, theirs: said(stale.own), mine: said(ownOf(draft)) },
          ]}
        />
      )}
      {mayChange && <SaveBar {...edit} isChanged={edit.isChanged && !stale} onReset={edit.discard} />}
    </form>
  );
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

function OwnText({
  text,
  placeholders,
  mayChange,
  error,
  type,
}: {
  text: string;
  placeholders: string[];
  mayChange: boolean;
  error: string | undefined;
  type: (text: string) => void;
}): ReactNode {
  const { replies: texts } = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const label = useId();
  const put = (placeholder: string): void => {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = field.current ?? {};
    type(`${text.slice(0, from)}{${placeholder}}${text.slice(to)}`);
    field.current?.focus();
  };
  return (
    <div>
      <Textarea
        ref={field}
        label={texts.text}
        description={texts.textAbout}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={longest}
        value={text}
        readOnly={!mayChange}
        error={error}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <p className="note">{texts.length(text.length, longest)}</p>
      {mayChange && (
        <div className="placeholders" role="group" aria-labelledby={label}>
          <span id={label} className="note">
            {texts.insert}
          </span>
          {placeholders.map((placeholder) => (
            <Button
              key={placeholder}
              size="compact-sm"
              variant="light"
              onClick={() => put(placeholder)}
              title={`{${placeholder}}`}
            >
              {texts.placeholders[placeholder as keyof typeof texts.placeholders]}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function draftOf(own: string | null): Draft {
  return { way: own === null ? 'built_in' : own === '' ? 'nothing' : 'own', text: own ?? '' };
}

function ownOf({ way, text }: Draft): string | null {
  return way === 'built_in' ? null : way === 'nothing' ? '' : text.trim();
}
