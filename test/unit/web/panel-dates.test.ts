import { dayFormat } from '../../../web/panel/texts/dates.js';

const at = new Date('2026-11-22T18:46:00Z');
const timeZone = 'Asia/Almaty';

describe('A day in the panel', () => {
  it('has its month by name in each language, in the time zone asked for', () => {
    const whole = { timeZone, month: 'long', hasTime: true } as const;
    expect(dayFormat('ru', whole).format(at)).toMatch(/^22 ноября.* 23:46$/);
    expect(dayFormat('kk', whole).format(at)).toBe('22 қараша, 23:46');
    expect(dayFormat('en', whole).format(at)).toContain('November 22');
  });

  it('is short where there is little room', () => {
    expect(dayFormat('kk', { timeZone: 'UTC', month: 'short' }).format(at)).toBe('22 қар.');
    expect(dayFormat('ru', { timeZone: 'UTC', month: 'short' }).format(at)).toBe('22 нояб.');
  });
});
