import { en } from './texts-en.js';
import { ru } from './texts-ru.js';

const minute = 60_000;

/**
 * The page's words in one language, and how times are said in it.
 *
 * @typedef {ReturnType<typeof wordsOf>} Words
 * @param {'ru' | 'en'} language
 */
export function wordsOf(language) {
  const texts = language === 'ru' ? ru : en;
  const clock = new Intl.DateTimeFormat(language === 'ru' ? 'ru' : 'en-GB', { hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat(language === 'ru' ? 'ru' : 'en-GB', { day: 'numeric', month: 'long' });
  const { hours: h, minutes: m, seconds: s } = texts.units;
  return {
    ...texts,
    language,
    /** @param {Date} moment */
    time: (moment) => clock.format(moment),
    /** @param {Date} moment */
    day: (moment) => {
      const today = new Date();
      if (moment.toDateString() === today.toDateString()) return texts.today;
      today.setDate(today.getDate() - 1);
      return moment.toDateString() === today.toDateString() ? texts.yesterday : date.format(moment);
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
