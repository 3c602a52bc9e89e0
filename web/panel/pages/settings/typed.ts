import { hoursDraftOf, hoursOf, hoursProblems } from './hours-draft.js';
import type { HoursDraft } from './hours-draft.js';
import type { DescribedSetting, OpenedSettings, SettingChanges } from '../../api/settings.js';

export type Values = OpenedSettings['values'];
export type SettingName = DescribedSetting['name'];
/** What stands in a field: lists one entry a line, numbers as they were typed. Null: a secret that is to be taken away. */
export type Typed = string | boolean | HoursDraft | null;
/** What was touched since the settings were opened. */
export type Draft = Partial<Record<SettingName, Typed>>;
/** Why what stands in a field can't be kept. */
export type TypedProblem =
  | { kind: 'empty' | 'number' | 'wholeNumber' | 'chat' | 'owner' | 'hours' | 'word' }
  | { kind: 'range'; least: number; most: number }
  | { kind: 'later'; than: SettingName };

type Read = { value: unknown } | { problem: TypedProblem };

const shapes: Partial<Record<SettingName, { shape: RegExp; kind: 'chat' | 'owner' }>> = {
  telegram_chat_id: { shape: /^-\d{5,20}$/, kind: 'chat' },
  owner_telegram_id: { shape: /^(@[A-Za-z][A-Za-z0-9_]{3,31}|\d{3,20})$/, kind: 'owner' },
};
const later: [SettingName, SettingName][] = [
  ['reminder_timeout_2', 'reminder_timeout_1'],
  ['auto_close_timeout', 'reminder_timeout_2'],
];

/** What stands in the field of a setting that has this value. */
export function typedOf({ kind }: DescribedSetting, value: unknown): Typed {
  if (kind === 'working_hours') return hoursDraftOf(value as Values['working_hours']);
  if (kind === 'words') return (value as string[]).join('\n');
  if (kind === 'switch') return value as boolean;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What stands in a field, touched or not. */
export function shownIn(setting: DescribedSetting, values: Values, draft: Draft): Typed {
  const touched = draft[setting.name];
  if (touched !== undefined) return touched;
  return setting.name === 'telegram_bot_token' ? '' : typedOf(setting, values[setting.name]);
}

/** The draft as what the API takes, and what is wrong with it by field. */
export function readDraft(
  settings: readonly DescribedSetting[],
  values: Values,
  draft: Draft,
): { changes: SettingChanges; problems: Partial<Record<SettingName, TypedProblem>> } {
  const changes: Record<string, unknown> = {};
  const problems: Partial<Record<SettingName, TypedProblem>> = {};
  for (const setting of settings) {
    const typed = draft[setting.name];
    if (typed === undefined || isAsSaved(setting, values, typed)) continue;
    const read = readTyped(setting, typed);
    if ('problem' in read) problems[setting.name] = read.problem;
    else changes[setting.name] = read.value;
  }
  const wanted = { ...values, ...changes };
  for (const [name, than] of later) {
    if (problems[name] || problems[than] || !(name in changes || than in changes)) continue;
    const isOff = name === 'auto_close_timeout' && wanted[name] === 0;
    if (!isOff && Number(wanted[name as keyof Values]) <= Number(wanted[than as keyof Values]))
      problems[name] = { kind: 'later', than };
  }
  return { changes, problems };
}

/** Whether the field says what is saved already. */
export function isAsSaved(setting: DescribedSetting, values: Values, typed: Typed): boolean {
  if (setting.name === 'telegram_bot_token')
    return typed === '' || (typed === null && !values.has_telegram_bot_token);
  return isSame(typed, typedOf(setting, values[setting.name]));
}

/** Whether a setting has its default; null: it has none. */
export function isDefault(setting: DescribedSetting, typed: Typed): boolean | null {
  // A group, an owner, a name: everybody has their own, and none is the usual one.
  if (setting.kind === 'text' || setting.kind === 'secret') return null;
  return isSame(typed, typedOf(setting, setting.default));
}

function readTyped({ name, kind, range }: DescribedSetting, typed: Typed): Read {
  if (typed === null || typeof typed === 'boolean') return { value: typed };
  if (typeof typed === 'object')
    return hoursProblems(typed) ? { problem: { kind: 'hours' } } : { value: hoursOf(typed) };
  const text = typed.trim();
  if (kind === 'words') return readWords(text);
  if (range) return readNumber(text, kind === 'fraction', range);
  if (name === 'name') return text === '' ? { problem: { kind: 'empty' } } : { value: text };
  const rule = shapes[name];
  if (text !== '' && rule && !rule.shape.test(text)) return { problem: { kind: rule.kind } };
  return { value: text === '' ? null : text };
}

function readNumber(text: string, isFraction: boolean, range: { least: number; most: number }): Read {
  if (!/^\d+([.,]\d+)?$/.test(text)) return { problem: { kind: isFraction ? 'number' : 'wholeNumber' } };
  const value = Number(text.replace(',', '.'));
  if (!isFraction && !Number.isInteger(value)) return { problem: { kind: 'wholeNumber' } };
  return value < range.least || value > range.most ? { problem: { kind: 'range', ...range } } : { value };
}

function readWords(text: string): Read {
  const words = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const isWord = (word: string): boolean => word.length >= 2 && /^[^*]+\*?$/.test(word);
  return words.every(isWord) ? { value: [...new Set(words)] } : { problem: { kind: 'word' } };
}

function isSame(one: Typed, other: Typed): boolean {
  const plain = (typed: Typed): unknown =>
    typed !== null && typeof typed === 'object'
      ? hoursOf(typed)
      : typeof typed === 'string'
        ? typed.trim()
        : typed;
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}
