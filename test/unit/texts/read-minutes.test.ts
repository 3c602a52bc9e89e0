import { readMinutes } from '../../../src/texts/read-minutes.js';

describe('A length of time after a command', () => {
  it.each([
    ['30m', 30],
    ['30 минут', 30],
    ['30м', 30],
    ['45', 45],
    ['2h', 120],
    ['2ч', 120],
    ['2 часа', 120],
    ['3 сағ', 180],
    ['1d', 1440],
    ['1Д', 1440],
    ['3 дня', 4320],
    ['2 күн', 2880],
    ['1ч 30м', 90],
    ['1h30min', 90],
    ['10 мин.', 10],
  ])('%s is %i minutes', (typed, minutes) => expect(readMinutes(typed)).toBe(minutes));

  it.each(['', 'до вечера', '0', '0m', '-5m', '5 слонов', '1 30', 'm', '1.5h', '30m please', '30m!'])(
    '"%s" is none',
    (typed) => expect(readMinutes(typed)).toBeNull(),
  );
});
