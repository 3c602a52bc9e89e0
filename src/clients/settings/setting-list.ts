import { z } from 'zod';
import type { StoredSettings } from './read-settings.js';
import { settingsSchema } from '../client-file/client-file-schema.js';
import { newClientState } from '../client-file/client-state.js';
import { formatLanguage } from '../../texts/language-names.js';
import { languages, texts } from '../../texts/texts.js';

/** How a setting is edited. */
export const settingKinds = [
  'text',
  'choice',
  'switch',
  'minutes',
  'milliseconds',
  'hours',
  'count',
  'fraction',
  'words',
  'working_hours',
  'timezone',
  'secret',
] as const;
export type SettingKind = (typeof settingKinds)[number];

/** What settings are about. */
export const settingGroups = ['business', 'group', 'requests', 'assistant'] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** A setting as the panel shows it. */
export type DescribedSetting = {
  name: keyof StoredSettings;
  group: SettingGroup;
  kind: SettingKind;
  title: string;
  /** What it does. */
  about: string;
  /** What it is until somebody sets it. */
  default: unknown;
  /** The smallest and the largest number it may be; null where it is no number. */
  range: { least: number; most: number } | null;
  /** The words it may be, with what each means; null where it is no choice. */
  choices: { value: string; title: string }[] | null;
};

type Kept = Record<keyof StoredSettings, [SettingGroup, SettingKind]>;

/** In the order of reading. */
const list: Readonly<Kept> = {
  name: ['business', 'text'],
  language: ['business', 'choice'],
  timezone: ['business', 'timezone'],
  working_hours: ['business', 'working_hours'],
  telegram_chat_id: ['group', 'text'],
  telegram_bot_token: ['group', 'secret'],
  owner_telegram_id: ['group', 'text'],
  managers_only: ['group', 'switch'],
  topic_mode: ['group', 'choice'],
  reply_policy: ['group', 'choice'],
  reminder_timeout_1: ['requests', 'minutes'],
  reminder_timeout_2: ['requests', 'minutes'],
  auto_close_timeout: ['requests', 'minutes'],
  escalation_cooldown_minutes: ['requests', 'minutes'],
  handover_keywords: ['requests', 'words'],
  csat_enabled: ['requests', 'switch'],
  media_action: ['assistant', 'choice'],
  confidence_threshold: ['assistant', 'fraction'],
  no_count_limit: ['assistant', 'count'],
  debounce_ms: ['assistant', 'milliseconds'],
  debounce_max_ms: ['assistant', 'milliseconds'],
  max_answer_age_minutes: ['assistant', 'minutes'],
  conversation_idle_hours: ['assistant', 'hours'],
  owner_mute_minutes: ['assistant', 'minutes'],
  daily_token_limit: ['assistant', 'count'],
  retention_days: ['business', 'count'],
};

/** Every setting, in the order of reading. */
export const settingNames = Object.keys(list) as (keyof StoredSettings)[];

/** Every setting with its explanation. @param language code of who reads it */
export function describedSettings(language: string): DescribedSetting[] {
  const { client, settings } = newClientState('');
  const { telegram_bot_token: _none, ...defaults } = { ...settings, ...client };
  const said = texts(language).settings;
  return settingNames.map((name) => {
    const { title, about } = said[name];
    const [group, kind] = list[name];
    const usual = name === 'telegram_bot_token' || name === 'name' ? null : defaults[name];
    const limits = { range: rangeOf(name), choices: choicesOf(name, language) };
    return { name, group, kind, title, about, default: usual, ...limits };
  });
}

/** As the rules for a client file say it: of a number that is 0 or within limits, from 0. */
function rangeOf(name: keyof StoredSettings): DescribedSetting['range'] {
  if (!(name in settingsSchema.shape)) return null;
  const rule = z.toJSONSchema(settingsSchema.shape[name as keyof typeof settingsSchema.shape], {
    unrepresentable: 'any',
    io: 'input',
  });
  const bounds = [rule, ...(rule.anyOf ?? [])].flatMap((one) =>
    typeof one === 'object' ? [one.minimum, one.maximum, one.const] : [],
  );
  const numbers = bounds.filter((bound) => typeof bound === 'number');
  return numbers.length === 0 ? null : { least: Math.min(...numbers), most: Math.max(...numbers) };
}

function choicesOf(name: keyof StoredSettings, language: string): DescribedSetting['choices'] {
  if (name === 'language')
    return languages.map((code) => ({ value: code, title: formatLanguage(code, code) }));
  const text = texts(language).settings[name];
  if (!('choices' in text)) return null;
  return Object.entries(text.choices).map(([value, title]) => ({ value, title }));
}
