import { Badge, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { SettingControl } from './setting-control.js';
import { inWords, problemInWords } from './setting-words.js';
import { isAsSaved, isDefault, shownIn, typedOf } from './typed.js';
import type { SettingsForm } from './use-settings-form.js';
import type { DescribedSetting } from '../../api/settings.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  setting: DescribedSetting;
  /** For the names of the others, where one is wrong because of another. */
  all: DescribedSetting[];
  form: SettingsForm;
  mayChange: boolean;
};

/** One setting: what it does, what stands in it, what is wrong with that, and the way back to its default. */
export function SettingField({ setting, all, form, mayChange }: Props): ReactNode {
  const texts = useTexts();
  const typed = shownIn(setting, form.values, form.draft);
  const isOwn = isDefault(setting, typed) === false;
  const usual = typedOf(setting, setting.default);
  const problem = form.problems[setting.name];
  const isUnsaved = form.draft[setting.name] !== undefined && !isAsSaved(setting, form.values, typed);
  return (
    <div className={isUnsaved ? 'setting is-unsaved' : 'setting'}>
      <SettingControl
        {...{ setting, typed, mayChange }}
        hasSecret={form.values.has_telegram_bot_token}
        error={problem ? problemInWords(texts, problem, all) : refusedFor(setting.name, form.refusedFields)}
        type={(next) => form.type(setting.name, next)}
      />
      {isOwn && (
        <div className="setting-default">
          <Badge variant="light">{texts.settings.changed}</Badge>
          <span className="note">{texts.settings.usually(inWords(texts, setting, usual))}</span>
          {mayChange && (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={texts.settings.setBackOne(setting.title)}
              onClick={() => form.type(setting.name, usual)}
            >
              {texts.settings.setBack}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** What the server says about a setting, or about a part of it: `working_hours.mon.0`. */
function refusedFor(name: string, refused: Record<string, string>): string | undefined {
  return Object.entries(refused).find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
}
