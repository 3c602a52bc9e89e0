import { formatCount, formatMinutes } from '../../../src/texts/amounts.js';
import { noticeText } from '../../../src/texts/notices.js';
import { formatDay, formatMoment, formatTime } from '../../../src/texts/moments.js';
import { texts } from '../../../src/texts/texts.js';

const hour = 60;
const day = 24 * hour;

describe('lengths of time in words', () => {
  it.each([
    [0.4, 'меньше минуты', 'less than a minute', 'бір минуттан аз уақыт'],
    [1, '1 минуту', '1 minute', '1 минут'],
    [2, '2 минуты', '2 minutes', '2 минут'],
    [5, '5 минут', '5 minutes', '5 минут'],
    [11, '11 минут', '11 minutes', '11 минут'],
    [21, '21 минуту', '21 minutes', '21 минут'],
    [25, '25 минут', '25 minutes', '25 минут'],
    [hour, '1 час', '1 hour', '1 сағат'],
    [hour + 20, '1 час 20 минут', '1 hour 20 minutes', '1 сағат 20 минут'],
    [2 * hour, '2 часа', '2 hours', '2 сағат'],
    [day, '1 день', '1 day', '1 күн'],
    [2 * day + 3 * hour, '2 дня 3 часа', '2 days 3 hours', '2 күн 3 сағат'],
    [5 * day + hour + 1, '5 дней 1 час', '5 days 1 hour', '5 күн 1 сағат'],
    [-3, 'меньше минуты', 'less than a minute', 'бір минуттан аз уақыт'],
  ])('%s minutes read "%s", "%s", "%s"', (minutes, ru, en, kk) => {
    expect(formatMinutes('ru', minutes)).toBe(ru);
    expect(formatMinutes('en', minutes)).toBe(en);
    expect(formatMinutes('kk', minutes)).toBe(kk);
  });

  it.each([
    [1, '1 сообщение', '1 message', '1 хабарлама'],
    [3, '3 сообщения', '3 messages', '3 хабарлама'],
    [12, '12 сообщений', '12 messages', '12 хабарлама'],
    [21, '21 сообщение', '21 messages', '21 хабарлама'],
  ])('%s messages are counted as "%s", "%s", "%s"', (count, ru, en, kk) => {
    expect(formatCount('ru', count, 'message')).toBe(ru);
    expect(formatCount('en', count, 'message')).toBe(en);
    expect(formatCount('kk', count, 'message')).toBe(kk);
  });

  it('stand in sentences as one says them', () => {
    const who = { name: 'Айгүл', taker: 'Олег' };
    const waits = (language: string, minutes: number) =>
      texts(language).reminders.firstTaken({ ...who, duration: formatMinutes(language, minutes) });
    expect(waits('ru', 21)).toBe('⏰ Олег, вас ждёт Айгүл: уже 21 минуту без ответа.');
    expect(waits('en', 21)).toBe('⏰ Олег, Айгүл is waiting for you: 21 minutes without an answer.');
    expect(waits('kk', 21)).toBe('⏰ Олег, Айгүл сізден жауап күтіп отыр: 21 минут бойы жауап жоқ.');
    expect(texts('kk').commands.queue.waiting({ ...who, duration: formatMinutes('kk', 80) })).toBe(
      'Айгүл — 1 сағат 20 минут күтіп отыр',
    );
    expect(noticeText('deferred', 'kk', undefined, { minutes: formatMinutes('kk', 5) })).toMatch(
      /^Мен көмектесе алмасам, 5 минут өткен соң әріптесім қосылады\./,
    );
  });
});

describe("moments on the client's clock", () => {
  const now = new Date('2026-11-22T18:30:00Z');

  it("shows the time of the client's zone, not the server's", () => {
    expect(formatTime('ru', now, 'Asia/Almaty')).toBe('23:30');
    expect(formatTime('en', new Date('2026-11-22T00:00:00Z'), 'UTC')).toBe('00:00');
  });

  it.each([
    ['2026-11-22T18:45:00Z', 'сегодня в 23:45', 'today at 23:45', 'бүгін сағат 23:45-те'],
    ['2026-11-23T04:00:00Z', 'завтра в 09:00', 'tomorrow at 09:00', 'ертең сағат 09:00-де'],
    ['2027-01-04T05:30:00Z', '4 января в 10:30', 'on 4 January at 10:30', '4 қаңтар күні сағат 10:30-да'],
    ['2027-05-01T05:00:00Z', '1 мая в 10:00', 'on 1 May at 10:00', '1 мамыр күні сағат 10:00-де'],
  ])('says %s as "%s", "%s", "%s"', (at, ru, en, kk) => {
    const said = (language: string) => formatMoment(language, new Date(at), now, 'Asia/Almaty');
    expect([said('ru'), said('en'), said('kk')]).toEqual([ru, en, kk]);
  });

  it('gives every minute its ending in Kazakh', () => {
    const ending = (minutes: number) =>
      formatMoment('kk', new Date(Date.UTC(2026, 10, 22, 12, minutes)), now, 'UTC')
        .split('-')
        .at(-1);
    const minutesWith = (wanted: string) =>
      Array.from({ length: 60 }, (_one, minutes) => minutes).filter((minutes) => ending(minutes) === wanted);
    expect(minutesWith('та')).toEqual([40]);
    expect(minutesWith('те')).toEqual([3, 4, 5, 13, 14, 15, 23, 24, 25, 33, 34, 35, 43, 44, 45, 53, 54, 55]);
    expect(minutesWith('да')).toEqual([6, 9, 10, 16, 19, 20, 26, 29, 30, 36, 39, 46, 49, 56, 59]);
    expect(minutesWith('де')).toEqual([
      0, 1, 2, 7, 8, 11, 12, 17, 18, 21, 22, 27, 28, 31, 32, 37, 38, 41, 42, 47, 48, 50, 51, 52, 57, 58,
    ]);
  });

  it('knows the months in Kazakh', () => {
    const days = Array.from({ length: 12 }, (_one, month) =>
      formatDay('kk', new Date(Date.UTC(2027, month, 4)), 'UTC'),
    );
    expect(days).toEqual(
      'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'
        .split(' ')
        .map((month) => `4 ${month}`),
    );
  });

  it('adds the year where it matters', () => {
    expect(formatDay('en', now, 'UTC', true)).toBe('22 November 2026');
    expect(formatDay('kk', now, 'UTC', true)).toBe('2026 ж. 22 қараша');
  });
});
