import { monotonicMs, systemClock } from '../../../src/shared/clock.js';
import {
  minutesBetween,
  msOfHours,
  msOfMinutes,
  plusMinutes,
  plusMs,
  wait,
} from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';

describe('A clock', () => {
  it('of the machine goes forward', () => {
    const before = Date.now();
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before);
    const start = monotonicMs();
    expect(monotonicMs()).toBeGreaterThanOrEqual(start);
  });

  it('of a test stands still until it is moved', () => {
    const clock = fixedClock('2026-11-23T09:00:00Z');
    expect(clock.now()).toEqual(new Date('2026-11-23T09:00:00Z'));
    clock.now().setFullYear(1970);
    expect(clock.advance(90)).toEqual(new Date('2026-11-23T10:30:00Z'));
    expect(clock.now()).toEqual(new Date('2026-11-23T10:30:00Z'));
    clock.set('2026-01-01T00:00:00Z');
    expect(clock.now().getTime()).toBe(Date.UTC(2026, 0, 1));
  });
});

describe('Durations', () => {
  const nine = new Date('2026-11-23T09:00:00Z');

  it('are counted in whole minutes, never below zero', () => {
    expect(minutesBetween(nine, plusMs(plusMinutes(nine, 12), 59_999))).toBe(12);
    expect(minutesBetween(plusMinutes(nine, 1), nine)).toBe(0);
    expect(msOfHours(1)).toBe(msOfMinutes(60));
  });

  it('end early when they are called off', async () => {
    const calledOff = new AbortController();
    const waiting = wait(60_000, calledOff.signal);
    calledOff.abort();
    await waiting;
    await wait(60_000, calledOff.signal);
  });
});
