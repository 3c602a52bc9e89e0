import type { SettingGroup } from '../../../../src/clients/settings/setting-list.js';

type DueTime = 'reminder_1_due_at' | 'reminder_2_due_at' | 'auto_close_due_at';

export type SettingsTexts = {
  about: string;
  groups: Record<SettingGroup, string>;
  units: Record<'minutes' | 'milliseconds' | 'hours', string>;
  on: string;
  off: string;
  notSet: string;
  changed: string;
  usually: (value: string) => string;
  setBack: string;
  setBackOne: (setting: string) => string;
  fixFirst: string;
  problems: Record<'empty' | 'number' | 'wholeNumber' | 'chat' | 'owner' | 'hours' | 'word', string> & {
    range: (least: number, most: number) => string;
    later: (than: string) => string;
  };
  secret: Record<'kept' | 'none' | 'new' | 'show' | 'takeAway' | 'keep', string>;
  hours: {
    roundTheClock: string;
    bySchedule: string;
    /** Monday first. */
    days: readonly string[];
    shortDays: readonly string[];
    from: string;
    to: string;
    dayOff: string;
    addSpan: string;
    removeSpan: string;
    asAbove: string;
    overMidnight: string;
    holidays: string;
    noHolidays: string;
    holiday: string;
    addHoliday: string;
    removeHoliday: string;
    problems: Record<'incomplete' | 'overlap' | 'overlapsNext' | 'noneOpen' | 'holiday', string>;
  };
  preview: Record<DueTime, string> & {
    title: string;
    asTyped: string;
    asSaved: string;
    ifNow: string;
    open: string;
    closed: (opens: string) => string;
    never: string;
    openRequests: string;
    noneOpen: string;
    nobody: string;
    before: string;
    after: string;
  };
};
