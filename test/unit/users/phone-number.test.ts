import { parsePhone, phoneBefore } from '../../../src/users/phone-number.js';

describe('A phone number as managers write it', () => {
  it.each([
    ['+77010000001', 'UTC', '+77010000001'],
    ['+7 (701) 000-00-01', 'UTC', '+77010000001'],
    ['8 701 000 00 01', 'Asia/Almaty', '+77010000001'],
    ['701 000 00 01', 'Asia/Almaty', '+77010000001'],
    ['8 912 345-67-89', 'Europe/Moscow', '+79123456789'],
    ['020 7946 0018', 'Europe/London', '+442079460018'],
  ])('%s is read in %s as %s', (text, timezone, phone) => {
    expect(parsePhone(text, timezone)).toBe(phone);
  });

  it.each([
    ['8 701 000 00 01', 'UTC'],
    ['12', 'Asia/Almaty'],
    ['+7 000', 'Asia/Almaty'],
    ['Анна', 'Asia/Almaty'],
    ['call 1-800-FLOWERS', 'America/New_York'],
    ['', 'Asia/Almaty'],
  ])('%s is none in %s', (text, timezone) => {
    expect(parsePhone(text, timezone)).toBeNull();
  });

  it.each([
    ['+7 701 000 00 01 Добрый день', 'Добрый день'],
    ['+77010000001\nДобрый день', 'Добрый день'],
    ['+77010000001 2 кофе готовы', '2 кофе готовы'],
    ['8 701 000 00 01 2 кофе готовы', '2 кофе готовы'],
    ['+77010000001', ''],
  ])('stands before the words in %j', (text, rest) => {
    expect(phoneBefore(text, 'Asia/Almaty')).toEqual({ phone: '+77010000001', rest });
  });

  it('is not found behind words', () => {
    expect(phoneBefore('Анна +77010000001', 'Asia/Almaty')).toBeNull();
  });
});
