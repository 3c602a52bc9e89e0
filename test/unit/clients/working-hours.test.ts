import { parseWorkingHours, workingHoursSchema } from '../../../src/clients/working-hours.js';
import { isOpen, roundTheClock } from '../../../src/clients/working-calendar.js';

function problemsOf(hours: unknown): string[] {
  const checked = workingHoursSchema.safeParse(hours);
  return checked.success
    ? []
    : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('working hours in a client file', () => {
  it('are kept as they were written', () => {
    const written = {
      'mon-fri': ['09:00-13:00', '14:00-19:00'],
      sat: ['10:00-16:00'],
      holidays: ['2027-01-01'],
    };
    expect(workingHoursSchema.parse(written)).toEqual(written);
  });

  it('left out mean round the clock', () => {
    expect(parseWorkingHours(null, 'Asia/Almaty')).toBe(roundTheClock);
    expect(parseWorkingHours(undefined, 'Asia/Almaty')).toBe(roundTheClock);
  });

  it.each([
    ['a single day', { tue: ['09:00-10:00'] }, ['tue']],
    ['a range', { 'mon-wed': ['09:00-10:00'] }, ['mon', 'tue', 'wed']],
    ['a range over the weekend', { 'sat-mon': ['09:00-10:00'] }, ['sat', 'sun', 'mon']],
    ['a list', { 'mon, wed': ['09:00-10:00'] }, ['mon', 'wed']],
    ['a list with a range in it, in capitals', { 'MON,thu-fri': ['09:00-10:00'] }, ['mon', 'thu', 'fri']],
  ])('name days by %s', (_name, hours, expected) => {
    const calendar = parseWorkingHours(hours, 'UTC');
    const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    const open = week.filter((_day, index) =>
      isOpen(calendar, new Date(Date.UTC(2027, 0, 4 + index, 9, 30))),
    );
    expect(new Set(open)).toEqual(new Set(expected));
  });

  it.each([
    [{ mon: ['9-18'] }, 'mon.0: Not a span of time: write "HH:MM-HH:MM" such as "09:00-13:00".'],
    [
      { mon: ['09:00-25:00'] },
      'mon.0: Not a time of day: hours go from 00:00 to 23:59, and an end may also be 24:00.',
    ],
    [
      { mon: ['24:00-02:00'] },
      'mon.0: Not a time of day: hours go from 00:00 to 23:59, and an end may also be 24:00.',
    ],
    [
      { mon: ['09:00-10:00', '09:75-11:00'] },
      'mon.1: Not a time of day: hours go from 00:00 to 23:59, and an end may also be 24:00.',
    ],
    [
      { mon: ['09:00-09:00'] },
      'mon.0: Starts and ends at the same time. For the whole day write "00:00-24:00".',
    ],
    [{ mon: ['09:00-13:00', '12:59-19:00'] }, 'mon: Two spans overlap. Make them one or part them.'],
    [
      { fri: ['18:00-03:00'], sat: ['02:00-10:00'] },
      'fri: The span over midnight from fri overlaps the hours of sat.',
    ],
    [
      { sun: ['18:00-03:00'], mon: ['02:00-10:00'] },
      'sun: The span over midnight from sun overlaps the hours of mon.',
    ],
    [{ 'mon-fri': ['09:00-18:00'], wed: [] }, 'wed: wed is named in "mon-fri" too. Name each day once.'],
    [
      { mon: ['09:00-18:00'], holidays: ['2027-02-30'] },
      'holidays.0: Not a date: write year-month-day such as "2027-01-01".',
    ],
    [
      { mon: ['09:00-18:00'], holidays: ['01.01.2027'] },
      'holidays.0: Not a date: write year-month-day such as "2027-01-01".',
    ],
    [{ mon: '09:00-18:00' }, 'mon: Must be a list such as ["09:00-13:00", "14:00-19:00"].'],
    [{ mon: [900] }, 'mon.0: Must be a text in quotes such as "09:00-13:00".'],
    [['09:00-18:00'], ': Must name days with their hours, such as { mon-fri: ["09:00-18:00"] }.'],
    [{}, ': No day has an open hour. Name one, or leave working_hours out to work round the clock.'],
    [
      { mon: [], holidays: [] },
      ': No day has an open hour. Name one, or leave working_hours out to work round the clock.',
    ],
  ])('written as %j are refused in words', (hours, problem) => {
    expect(problemsOf(hours)).toEqual([problem]);
  });

  it('with an unknown day name it and the days there are', () => {
    expect(problemsOf({ 'mon-friday': ['09:00-18:00'] })[0]).toMatch(
      /^mon-friday: Not a day: write mon, tue/,
    );
  });

  it('name every wrong field at once, and the time zone too', () => {
    const parse = () => parseWorkingHours({ mon: ['morning'], tue: ['evening'] }, 'Asia/Almatyy');
    expect(parse).toThrow(/timezone: Not a time zone/);
    expect(parse).toThrow(/working_hours\.mon\[0\]/);
    expect(parse).toThrow(/working_hours\.tue\[0\]/);
  });

  it('may touch: 09:00-13:00 and 13:00-19:00 do not overlap', () => {
    expect(problemsOf({ mon: ['13:00-19:00', '09:00-13:00'], sun: ['22:00-09:00'] })).toEqual([]);
  });
});
