import { formatCount, formatMinutes } from '../../../src/texts/amounts.js';
import { formatDay, formatMoment, formatTime } from '../../../src/texts/moments.js';

describe('lengths of time in words', () => {
  it.each([
    ['ru', 0.4, 'меньше минуты'],
    ['ru', 1, '1 минуту'],
    ['ru', 2, '2 минуты'],
    ['ru', 5, '5 минут'],
    ['ru', 21, '21 минуту'],
    ['ru', 80, '1 час 20 минут'],
    ['ru', 120, '2 часа'],
    ['ru', 60 * 24 * 5 + 61, '5 дней 1 час'],
    ['en', 1, '1 minute'],
    ['en', 2, '2 minutes'],
    ['en', 80, '1 hour 20 minutes'],
    ['en', 1440, '1 day'],
    ['en', -3, 'less than a minute'],
  ])('in %s, %s minutes read "%s"', (language, minutes, words) => {
    expect(formatMinutes(language, minutes)).toBe(words);
  });

  it('counts messages and requests', () => {
    expect(formatCount('ru', 3, 'message')).toBe('3 сообщения');
    expect(formatCount('ru', 1500, 'request')).toBe('1500 запросов');
    expect(formatCount('en', 1, 'request')).toBe('1 request');
  });
});

describe("moments on the client's clock", () => {
  const now = new Date('2026-11-22T18:30:00Z');

  it("shows the time of the client's zone, not the server's", () => {
    expect(formatTime('ru', now, 'Asia/Almaty')).toBe('23:30');
    expect(formatTime('en', new Date('2026-11-22T00:00:00Z'), 'UTC')).toBe('00:00');
  });

  it('says today, tomorrow or the day', () => {
    expect(formatMoment('ru', new Date('2026-11-22T18:45:00Z'), now, 'Asia/Almaty')).toBe('сегодня в 23:45');
    expect(formatMoment('ru', new Date('2026-11-23T04:00:00Z'), now, 'Asia/Almaty')).toBe('завтра в 09:00');
    expect(formatMoment('ru', new Date('2027-01-04T04:00:00Z'), now, 'Asia/Almaty')).toBe('4 января в 09:00');
    expect(formatMoment('en', new Date('2027-01-04T09:00:00Z'), now, 'UTC')).toBe('on 4 January at 09:00');
  });

  it('adds the year where it matters', () => {
    expect(formatDay('en', now, 'UTC', true)).toBe('22 November 2026');
  });
});
