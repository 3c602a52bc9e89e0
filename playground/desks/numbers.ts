import type { Stage } from '../cast.js';
import type { DeskPlatform } from './desk.js';

/** Prefix of a number and how many digits follow it: mobiles for people, landlines for shops. */
const plans = {
  kz: { person: ['7700', 7], shop: ['7727', 7] },
  gb: { person: ['447400', 6], shop: ['4420', 8] },
} as const;

/** A customer's number, always the same. @returns digits */
export function personNumber({ language }: Pick<Stage, 'language'>, person: number): string {
  return numberOf(planOf(language).person, person);
}

/** The shop's number in one messenger, always the same. @returns digits */
export function shopNumber(
  { language, group }: Pick<Stage, 'language' | 'group'>,
  platform: DeskPlatform,
): string {
  return numberOf(planOf(language).shop, Math.abs(group.id) + (platform === 'whatsapp' ? 0 : 1));
}

/** @returns e.g. `+7 727 123 45 67` */
export function inGroups(digits: string): string {
  const groups = digits.startsWith('7')
    ? /^(\d)(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits)
    : /^(\d{2})(\d{2})(\d{4})(\d{4})$/.exec(digits);
  return `+${groups?.slice(1).join(' ') ?? digits}`;
}

function planOf(language: Stage['language']) {
  return language === 'en' ? plans.gb : plans.kz;
}

function numberOf([prefix, places]: readonly [string, number], seed: number): string {
  return prefix + String(seed % 10 ** places).padStart(places, '0');
}
