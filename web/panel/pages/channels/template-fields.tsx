import { Alert, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { MessageTemplates, Template } from '../../api/channels.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  listed: MessageTemplates;
  draft: Template;
  change: (draft: Template) => void;
  errorOf: (field: keyof Template) => string | undefined;
};

/** A choice of what Meta has approved; where Meta does not tell, its name and language by hand. */
export function TemplateFields(props: Props): ReactNode {
  return props.listed.problem === null ? <Choice {...props} /> : <ByHand {...props} />;
}

function Choice({ listed, draft, change, errorOf }: Props): ReactNode {
  const { channels } = useTexts();
  const texts = channels.template;
  const usable = listed.items.filter(({ is_usable }) => is_usable);
  const others = listed.items.filter(({ is_usable }) => !is_usable);
  const chosen = usable.find(({ name, language }) => name === draft.name && language === draft.language);
  const options = usable.map((one) => ({ value: keyOf(one), label: keyOf(one) }));
  const isGone = draft.name !== '' && !chosen;
  return (
    <>
      <NativeSelect
        label={texts.choice}
        description={texts.choiceAbout}
        value={draft.name === '' ? '' : keyOf(draft)}
        onChange={({ currentTarget: { value } }) =>
          change(listed.items.find((one) => keyOf(one) === value) ?? { name: '', language: '' })
        }
        data={[
          { value: '', label: texts.without },
          ...(isGone ? [{ value: keyOf(draft), label: `${keyOf(draft)}: ${texts.gone}` }] : []),
          ...options,
        ]}
        error={errorOf('name') ?? errorOf('language')}
      />
      {chosen && <Preview body={chosen.body} />}
      {usable.length === 0 && <p className="note">{texts.noneApproved}</p>}
      {others.length > 0 && <p className="note">{texts.unusable(others.map(keyOf).join(', '))}</p>}
    </>
  );
}

/** The words stand where the template has its place, told apart by more than a colour. */
function Preview({ body }: { body: string }): ReactNode {
  const { channels } = useTexts();
  const label = useId();
  const [before = '', after = ''] = body.split('{{1}}');
  return (
    <section aria-labelledby={label}>
      <h2 id={label} className="template-label">
        {channels.template.shows}
      </h2>
      <p className="template-preview">
        {before}
        <em>{channels.template.words}</em>
        {after}
      </p>
    </section>
  );
}

function ByHand({ listed: { problem }, draft, change, errorOf }: Props): ReactNode {
  const { channels } = useTexts();
  const texts = channels.template;
  return (
    <>
      {problem && (
        <Alert color="yellow" variant="light">
          {texts.problems[problem]}
        </Alert>
      )}
      <p className="note">{texts.byHand}</p>
      <TextInput
        label={texts.name}
        description={texts.nameAbout}
        value={draft.name}
        onChange={({ currentTarget: { value: name } }) => change({ ...draft, name })}
        error={errorOf('name')}
        autoComplete="off"
        spellCheck={false}
      />
      <TextInput
        label={texts.language}
        description={texts.languageAbout}
        value={draft.language}
        onChange={({ currentTarget: { value: language } }) => change({ ...draft, language })}
        error={errorOf('language')}
        autoComplete="off"
        spellCheck={false}
      />
    </>
  );
}

function keyOf({ name, language }: Template): string {
  return `${name} (${language})`;
}
