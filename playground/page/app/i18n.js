import { en } from './texts-en.js';
import { kk } from './texts-kk.js';
import { ru } from './texts-ru.js';

const minute = 60_000;

/** Every language of the page, and how Intl calls it. */
const languages = {
  ru: { texts: ru, locale: 'ru' },
  kk: { texts: kk, locale: 'kk' },
  en: { texts: en, locale: 'en-GB' },
};

/**
 * The page's words in one language, and how times are said in it.
 *
 * @typedef {keyof typeof languages} Language
 * @typedef {ReturnType<typeof wordsOf>} Words
 * @param {{ language: Language, timezone: string }} business its times are said as its managers read them on the wall
 */
export function wordsOf({ language, timezone: timeZone }) {
  const { texts, locale } = languages[language];
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone });
  const { hours: h, minutes: m, seconds: s } = texts.units;
  return {
    ...texts,
    language,
    /** @param {Date} moment */
    time: (moment) => clock.format(moment),
    /** @param {Date} moment */
    day: (moment) => {
      const day = date.format(moment);
      if (day === date.format(new Date())) return texts.today;
      return day === date.format(new Date(Date.now() - 24 * 60 * minute)) ? texts.yesterday : day;
    },
    /** To the second for what ticks. @param {number} milliseconds */
    ticking: (milliseconds) => {
      const [hours, minutes, seconds] = split(milliseconds);
      const pad = (/** @type {number} */ number) => String(number).padStart(2, '0');
      return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
    },
    /** Roughly, for what is far. @param {number} milliseconds */
    roughly: (milliseconds) => {
      const [hours, minutes, seconds] = split(milliseconds);
      if (hours > 0) return minutes > 0 ? `${hours} ${h} ${minutes} ${m}` : `${hours} ${h}`;
      return milliseconds < minute ? `${seconds} ${s}` : `${minutes} ${m}`;
    },
  };
}

/** @param {number} milliseconds */
function split(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
}
