import { Button, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { HoursEditor } from './hours-editor.js';
import { TimezoneField } from './timezone-field.js';
import type { Typed } from './typed.js';
import type { DescribedSetting } from '../../api/settings.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  setting: DescribedSetting;
  typed: Typed;
  type: (typed: Typed) => void;
  error: string | undefined;
  mayChange: boolean;
  /** Whether the secret is kept already; it is never shown. */
  hasSecret: boolean;
};

/** The field a setting is edited in. */
export function SettingControl(props: Props): ReactNode {
  const { setting, typed, type, error, mayChange } = props;
  const words = { label: setting.title, description: setting.about, error };
  if (typed !== null && typeof typed === 'object')
    return <HoursEditor draft={typed} {...{ type, error, mayChange, setting }} />;
  if (typeof typed === 'boolean')
    return (
      <Switch
        {...words}
        checked={typed}
        disabled={!mayChange}
        onChange={(event) => type(event.currentTarget.checked)}
      />
    );
  if (setting.kind === 'secret') return <SecretField {...props} />;
  const text = typed ?? '';
  if (setting.kind === 'timezone')
    return <TimezoneField {...words} value={text} mayChange={mayChange} choose={type} />;
  if (setting.choices)
    return (
      <NativeSelect
        {...words}
        value={text}
        disabled={!mayChange}
        data={setting.choices.map(({ value, title }) => ({ value, label: title }))}
        onChange={(event) => type(event.currentTarget.value)}
      />
    );
  if (setting.kind === 'words')
    return (
      <Textarea
        {...words}
        autosize
        minRows={2}
        maxRows={12}
        value={text}
        readOnly={!mayChange}
        onChange={(event) => type(event.currentTarget.value)}
      />
    );
  return <LineField {...words} {...{ setting, text, type, mayChange }} />;
}

function LineField({
  setting: { kind },
  text,
  type,
  mayChange,
  ...words
}: {
  label: string;
  description: string;
  error: string | undefined;
  setting: DescribedSetting;
  text: string;
  type: (typed: string) => void;
  mayChange: boolean;
}): ReactNode {
  const { settings } = useTexts();
  const unit =
    kind === 'minutes' || kind === 'milliseconds' || kind === 'hours' ? settings.units[kind] : null;
  const isNumber = kind !== 'text';
  return (
    <TextInput
      {...words}
      className={isNumber ? 'number-field' : ''}
      inputMode={kind === 'fraction' ? 'decimal' : isNumber ? 'numeric' : 'text'}
      value={text}
      readOnly={!mayChange}
      rightSection={unit && <span className="note">{unit}</span>}
      rightSectionWidth={unit ? 48 : 0}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function SecretField({ setting, typed, type, error, mayChange, hasSecret }: Props): ReactNode {
  const {
    settings: { secret },
  } = useTexts();
  const isTakenAway = typed === null;
  return (
    <div className="secret">
      <PasswordInput
        label={setting.title}
        description={setting.about}
        error={error}
        value={typeof typed === 'string' ? typed : ''}
        readOnly={!mayChange}
        autoComplete="new-password"
        placeholder={isTakenAway ? secret.none : hasSecret ? secret.kept : secret.none}
        visibilityToggleButtonProps={{ 'aria-label': secret.show }}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {mayChange && hasSecret && (
        <Button
          size="compact-xs"
          variant="subtle"
          color={isTakenAway ? undefined : 'red'}
          onClick={() => type(isTakenAway ? '' : null)}
        >
          {isTakenAway ? secret.keep : secret.takeAway}
        </Button>
      )}
    </div>
  );
}
