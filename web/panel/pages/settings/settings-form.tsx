import type { ReactNode } from 'react';
import { DuePreview } from './due-preview.js';
import { SettingField } from './setting-field.js';
import { inWords } from './setting-words.js';
import { isAsSaved, shownIn, typedOf } from './typed.js';
import { useSettingsForm } from './use-settings-form.js';
import type { SettingsForm as Form } from './use-settings-form.js';
import type { Client } from '../../api/me.js';
import type { DescribedSetting, ExplainedSettings } from '../../api/settings.js';
import { useUnsaved } from '../../app/unsaved.js';
import { Card, Problem } from '../../design/page.js';
import { SaveBar } from '../../design/save-bar.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { useTexts } from '../../texts/use-texts.js';

const groups = ['requests', 'business', 'assistant', 'group'] as const;

/** All settings in groups, what they would do beside them, and one button that saves what was changed. */
export function SettingsForm({
  client,
  explained,
}: {
  client: Client;
  explained: ExplainedSettings;
}): ReactNode {
  const { settings: texts, editing } = useTexts();
  const mayChange = client.role !== 'viewer';
  const form = useSettingsForm(client.id, explained, mayChange);
  useUnsaved(form.isUnsaved ? editing.leave : null);
  const timezone = form.changes.timezone ?? form.values.timezone;
  return (
    <form
      className={mayChange ? 'settings' : 'settings only-read'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (form.hasProblem) event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
        else if (form.isUnsaved) form.save();
      }}
    >
      <div className="setting-groups">
        {!mayChange && <p className="note">{editing.mayOnlyLook}</p>}
        {groups.map((group) => (
          <Card key={group} title={texts.groups[group]} className={group}>
            {explained.settings
              .filter((setting) => setting.group === group)
              .map((setting) => (
                <SettingField key={setting.name} {...{ setting, form, mayChange }} all={explained.settings} />
              ))}
          </Card>
        ))}
      </div>
      {mayChange && <DuePreview form={form} timezone={timezone} />}
      {mayChange && <Foot form={form} settings={explained.settings} />}
    </form>
  );
}

function Foot({ form, settings }: { form: Form; settings: DescribedSetting[] }): ReactNode {
  const { settings: texts } = useTexts();
  return (
    <div className="settings-foot">
      {form.stale && <StaleSettings form={form} settings={settings} />}
      {form.error && <Problem error={form.error} />}
      <SaveBar {...form} isChanged={form.isUnsaved && !form.stale} onReset={form.discard}>
        {form.hasProblem && <span className="field-error">{texts.fixFirst}</span>}
      </SaveBar>
    </div>
  );
}

/** What the reader changed, beside how it was saved meanwhile; what only the other one changed stays theirs either way. */
function StaleSettings({ form, settings }: { form: Form; settings: DescribedSetting[] }): ReactNode {
  const texts = useTexts();
  const { stale, draft } = form;
  if (!stale) return null;
  const fields = settings
    .filter((setting) => {
      const typed = draft[setting.name];
      return typed !== undefined && !isAsSaved(setting, stale.values, typed);
    })
    .map((setting) => ({
      label: setting.title,
      theirs:
        setting.name === 'telegram_bot_token'
          ? texts.settings.secret[stale.values.has_telegram_bot_token ? 'kept' : 'none']
          : inWords(texts, setting, typedOf(setting, stale.values[setting.name])),
      mine: inWords(texts, setting, shownIn(setting, form.values, draft)),
    }));
  return <StaleEdit fields={fields} keepMine={form.keepMine} takeTheirs={form.takeTheirs} />;
}
