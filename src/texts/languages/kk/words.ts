import type { WordTexts } from '../../shape/words.js';

/** Nouns stay singular after a number, and the length of time itself takes no ending: "5 минут күтіп отыр". */
export const words: WordTexts = {
  locale: 'kk',
  units: {
    minute: { one: 'минут', other: 'минут' },
    hour: { one: 'сағат', other: 'сағат' },
    day: { one: 'күн', other: 'күн' },
    message: { one: 'хабарлама', other: 'хабарлама' },
    request: { one: 'өтініш', other: 'өтініш' },
  },
  lessThanMinute: 'бір минуттан аз уақыт',
  moments: {
    today: (time) => `бүгін ${atTime(time)}`,
    tomorrow: (time) => `ертең ${atTime(time)}`,
    onDay: ({ day, time }) => `${day} күні ${atTime(time)}`,
  },
  writeForHuman: 'Адам жауап берсін десеңіз, «оператор» деп жазыңыз.',
  messengers: { telegram: 'Telegram', whatsapp: 'WhatsApp', whatsapp_cloud: 'WhatsApp Business' },
};

/** "At" is an ending that follows the sound of the last word of the number: алты-да, үш-те, қырық-та; else -де. */
const endings: readonly (readonly [spoken: RegExp, ending: string])[] = [
  [/[69]$|[123]0$/, 'да'],
  [/40$/, 'та'],
  [/[345]$/, 'те'],
];

/** @param time "09:05", which is read "тоғыз бес" and becomes "сағат 09:05-те" */
function atTime(time: string): string {
  const ending = endings.find(([spoken]) => spoken.test(time))?.[1] ?? 'де';
  return `сағат ${time}-${ending}`;
}
