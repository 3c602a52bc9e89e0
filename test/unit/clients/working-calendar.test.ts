import fc from 'fast-check';
import { parseWorkingHours } from '../../../src/clients/working-hours.js';
import {
  addWorkingMinutes,
  assertOpensWithin,
  isOpen,
  nextOpening,
  roundTheClock,
  workingMinutesBetween,
  type WorkingCalendar,
} from '../../../src/clients/working-calendar.js';

const almaty = '+05:00';
const officeHours = {
  'mon-fri': ['09:00-13:00', '14:00-19:00'],
  sat: ['10:00-16:00'],
  holidays: ['2027-01-01'],
};
const office = parseWorkingHours(officeHours, 'Asia/Almaty');

/** A moment by the wall clock: `2027-01-04 12:40`, a Monday, at a given distance to UTC. */
function at(wallClock: string, offset = almaty): Date {
  return new Date(`${wallClock.replace(' ', 'T')}:00${offset}`);
}

describe('working minutes of an office in Almaty', () => {
  it('stop at the lunch break and go on after it', () => {
    expect(addWorkingMinutes(office, at('2027-01-04 12:40'), 30)).toEqual(at('2027-01-04 14:10'));
  });

  it('that end exactly with the shift are due at its end, not at the next opening', () => {
    expect(addWorkingMinutes(office, at('2027-01-04 18:30'), 30)).toEqual(at('2027-01-04 19:00'));
  });

  it('of a request that comes in the evening start in the morning', () => {
    expect(addWorkingMinutes(office, at('2027-01-04 21:15'), 30)).toEqual(at('2027-01-05 09:30'));
  });

  it('go over the weekend, Saturday being shorter and Sunday closed', () => {
    expect(addWorkingMinutes(office, at('2027-01-09 15:50'), 30)).toEqual(at('2027-01-11 09:20'));
  });

  it('leave a holiday out', () => {
    expect(addWorkingMinutes(office, at('2026-12-31 18:50'), 30)).toEqual(at('2027-01-02 10:20'));
    expect(isOpen(office, at('2027-01-01 10:00'))).toBe(false);
  });

  it('are zero in closed hours', () => {
    expect(workingMinutesBetween(office, at('2027-01-04 13:00'), at('2027-01-04 14:00'))).toBe(0);
    expect(workingMinutesBetween(office, at('2027-01-04 12:30'), at('2027-01-04 14:30'))).toBe(60);
    expect(workingMinutesBetween(office, at('2027-01-04 14:30'), at('2027-01-04 12:30'))).toBe(0);
  });

  it('know when it opens: now, after lunch, or on Monday', () => {
    expect(nextOpening(office, at('2027-01-04 09:00'))).toEqual(at('2027-01-04 09:00'));
    expect(nextOpening(office, at('2027-01-04 13:00'))).toEqual(at('2027-01-04 14:00'));
    expect(nextOpening(office, at('2027-01-09 16:00'))).toEqual(at('2027-01-11 09:00'));
    expect(isOpen(office, at('2027-01-04 09:00'))).toBe(true);
    expect(isOpen(office, at('2027-01-04 13:00'))).toBe(false);
  });

  it('cannot be negative, endless or more than a year', () => {
    for (const minutes of [-1, Number.NaN, Number.POSITIVE_INFINITY, 600_000]) {
      expect(() => addWorkingMinutes(office, at('2027-01-04 09:00'), minutes)).toThrow(RangeError);
    }
  });
});

describe('a night shift', () => {
  const night = parseWorkingHours(
    { fri: ['22:00-02:00'], sat: ['22:00-24:00'], holidays: ['2027-01-08'] },
    'Asia/Almaty',
  );

  it('goes on over midnight', () => {
    expect(addWorkingMinutes(night, at('2027-01-15 23:50'), 30)).toEqual(at('2027-01-16 00:20'));
    expect(isOpen(night, at('2027-01-16 01:59'))).toBe(true);
    expect(isOpen(night, at('2027-01-16 02:00'))).toBe(false);
  });

  it('is closed whole when it starts on a holiday, also the part after midnight', () => {
    expect(isOpen(night, at('2027-01-09 01:00'))).toBe(false);
    expect(nextOpening(night, at('2027-01-08 21:00'))).toEqual(at('2027-01-09 22:00'));
  });

  it('is open after midnight on a holiday when it started the day before', () => {
    const mourning = parseWorkingHours({ fri: ['22:00-02:00'], holidays: ['2027-01-16'] }, 'Asia/Almaty');
    expect(isOpen(mourning, at('2027-01-16 01:00'))).toBe(true);
  });
});

describe('when the clock changes in Berlin', () => {
  const nights = parseWorkingHours({ 'mon-sun': ['01:00-04:00'] }, 'Europe/Berlin');

  it('the hour skipped in spring does not count', () => {
    expect(
      workingMinutesBetween(nights, at('2027-03-28 00:00', '+01:00'), at('2027-03-28 05:00', '+02:00')),
    ).toBe(120);
    expect(addWorkingMinutes(nights, at('2027-03-28 01:30', '+01:00'), 60)).toEqual(
      at('2027-03-28 03:30', '+02:00'),
    );
  });

  it('the hour repeated in autumn counts both times', () => {
    expect(
      workingMinutesBetween(nights, at('2027-10-31 00:00', '+02:00'), at('2027-10-31 05:00', '+01:00')),
    ).toBe(240);
    expect(addWorkingMinutes(nights, at('2027-10-31 01:30', '+02:00'), 120)).toEqual(
      at('2027-10-31 02:30', '+01:00'),
    );
  });

  it('a span inside the repeated hour is open in both passes', () => {
    const short = parseWorkingHours({ sun: ['02:15-02:45'] }, 'Europe/Berlin');
    expect(
      workingMinutesBetween(short, at('2027-10-31 00:00', '+02:00'), at('2027-10-31 12:00', '+01:00')),
    ).toBe(60);
    expect(addWorkingMinutes(short, at('2027-10-31 00:00', '+02:00'), 45)).toEqual(
      at('2027-10-31 02:30', '+01:00'),
    );
  });

  it('a span inside the skipped hour waits a week', () => {
    const short = parseWorkingHours({ sun: ['02:15-02:45'] }, 'Europe/Berlin');
    expect(nextOpening(short, at('2027-03-28 00:00', '+01:00'))).toEqual(at('2027-04-04 02:15', '+02:00'));
  });

  it('daytime hours keep to the wall clock before and after', () => {
    const shop = parseWorkingHours({ 'mon-sun': ['09:00-18:00'] }, 'Europe/Berlin');
    expect(addWorkingMinutes(shop, at('2027-03-27 17:50', '+01:00'), 20)).toEqual(
      at('2027-03-28 09:10', '+02:00'),
    );
    expect(addWorkingMinutes(shop, at('2027-10-30 17:50', '+02:00'), 20)).toEqual(
      at('2027-10-31 09:10', '+01:00'),
    );
  });

  it('a moment that is itself the change is read by the new time, and the day before by the old', () => {
    // A zone that no other test has asked about: what is learnt at the change must not colour the winter.
    const threeToFour = parseWorkingHours({ 'mon-sun': ['03:00-04:00'] }, 'Europe/Madrid');
    expect(isOpen(threeToFour, at('2027-03-28 03:00', '+02:00'))).toBe(true);
    expect(isOpen(threeToFour, at('2027-03-27 03:30', '+01:00'))).toBe(true);
    expect(isOpen(threeToFour, at('2027-03-27 03:30', '+02:00'))).toBe(false);
  });
});

describe('a calendar that would never open', () => {
  const summer = Array.from({ length: 92 }, (_, day) =>
    new Date(Date.UTC(2027, 5, 1 + day)).toISOString().slice(0, 10),
  );
  const closedInSummer = parseWorkingHours({ 'mon-sun': ['09:00-18:00'], holidays: summer }, 'UTC');

  it('for sixty days is refused, with what to do', () => {
    expect(() => assertOpensWithin(closedInSummer, new Date('2027-05-31T18:00:00Z'))).toThrow(
      /no open minute in the next 60 days/,
    );
  });

  it('is fine before and after', () => {
    expect(() => assertOpensWithin(closedInSummer, new Date('2027-05-01T00:00:00Z'))).not.toThrow();
    expect(() => assertOpensWithin(roundTheClock, new Date('2027-06-01T00:00:00Z'))).not.toThrow();
  });

  it('has no next opening when a year of holidays follows', () => {
    const days = Array.from({ length: 400 }, (_, day) =>
      new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const closed = parseWorkingHours({ 'mon-sun': ['09:00-18:00'], holidays: days }, 'UTC');
    expect(nextOpening(closed, new Date('2027-01-01T00:00:00Z'))).toBeNull();
    expect(isOpen(closed, new Date('2027-01-01T10:00:00Z'))).toBe(false);
  });
});

describe('of any calendar', () => {
  const clockTime = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  /** Up to three spans that don't overlap, from an even number of different minutes in order. */
  const spans = fc
    .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 2, maxLength: 6 })
    .map((minutes) => minutes.slice(0, minutes.length - (minutes.length % 2)).toSorted((a, b) => a - b))
    .map((minutes) =>
      minutes.flatMap((start, i) =>
        i % 2 === 0 ? [`${clockTime(start)}-${clockTime(minutes[i + 1] ?? start)}`] : [],
      ),
    );
  const timezone = fc.constantFrom(
    'Asia/Almaty',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'UTC',
  );
  const calendar: fc.Arbitrary<WorkingCalendar> = fc
    .record({
      timezone,
      weekdays: spans,
      saturday: spans,
      holiday: fc.constantFrom('2027-01-01', '2027-03-29', '2027-11-01'),
    })
    .map((made) =>
      parseWorkingHours(
        { 'mon-fri': made.weekdays, sat: made.saturday, holidays: [made.holiday] },
        made.timezone,
      ),
    );
  const moment = fc
    .integer({ min: Date.UTC(2026, 11, 1), max: Date.UTC(2028, 0, 1) })
    .map((ms) => new Date(ms));
  const minutes = fc.integer({ min: 0, max: 3_000 });

  it('what was added is what lies between', () => {
    fc.assert(
      fc.property(calendar, moment, minutes, (made, from, count) => {
        expect(workingMinutesBetween(made, from, addWorkingMinutes(made, from, count))).toBeCloseTo(count, 6);
      }),
    );
  });

  it('adding in two steps is adding at once', () => {
    fc.assert(
      fc.property(calendar, moment, minutes, minutes, (made, from, first, second) => {
        const inSteps = addWorkingMinutes(made, addWorkingMinutes(made, from, first), second);
        expect(inSteps).toEqual(addWorkingMinutes(made, from, first + second));
      }),
    );
  });

  it('a later start or more minutes never end earlier', () => {
    fc.assert(
      fc.property(
        calendar,
        moment,
        minutes,
        fc.nat(100_000_000),
        fc.nat(500),
        (made, from, count, later, more) => {
          const end = addWorkingMinutes(made, from, count).getTime();
          expect(
            addWorkingMinutes(made, new Date(from.getTime() + later), count).getTime(),
          ).toBeGreaterThanOrEqual(end);
          expect(addWorkingMinutes(made, from, count + more).getTime()).toBeGreaterThanOrEqual(end);
          expect(end - from.getTime()).toBeGreaterThanOrEqual(count * 60_000);
        },
      ),
    );
  });

  it('the next opening is open, and nothing before it is', () => {
    fc.assert(
      fc.property(calendar, moment, (made, from) => {
        const opening = nextOpening(made, from);
        expect(opening).not.toBeNull();
        if (opening === null) return;
        expect(isOpen(made, opening)).toBe(true);
        expect(workingMinutesBetween(made, from, opening)).toBe(0);
      }),
    );
  });

  it('open minute by open minute is the wall clock of the time zone', () => {
    fc.assert(
      fc.property(spans, timezone, moment, (day, zone, from) => {
        const everyDay = parseWorkingHours({ 'mon-sun': day }, zone);
        const clock = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }).format(from);
        const expected = day.some((span) => span.slice(0, 5) <= clock && clock < span.slice(6));
        expect(isOpen(everyDay, from)).toBe(expected);
      }),
    );
  });

  it('round the clock is plain addition', () => {
    fc.assert(
      fc.property(moment, minutes, (from, count) => {
        const plain = new Date(from.getTime() + count * 60_000);
        expect(addWorkingMinutes(roundTheClock, from, count)).toEqual(plain);
        const allDay = parseWorkingHours({ 'mon-sun': ['00:00-24:00'] }, 'America/New_York');
        expect(addWorkingMinutes(allDay, from, count)).toEqual(plain);
      }),
    );
  });
});
