import { decideHealth, isAlarming, healthLimits } from '../../../../bots/whatsapp/number-health.js';
import type { NumberCounts, NumberHealth } from '../../../../bots/whatsapp/number-health.js';

const now = new Date('2026-11-22T12:00:00Z');
const quiet: NumberCounts = {
  first_contacts: 0,
  not_delivered: { day: 0, hour: 0 },
  disconnects: { hour: 0 },
  timelock_until: null,
};
const health = (counts: Partial<NumberCounts>, first_contacts_per_day = 10): NumberHealth =>
  decideHealth({ ...quiet, ...counts }, { first_contacts_per_day, now });

describe("a linked phone's number", () => {
  it('is fine while it answers, and writes first to a few', () => {
    expect(health({})).toEqual({ state: 'fine' });
    expect(health({ first_contacts: 9 })).toEqual({ state: 'fine' });
  });

  it('writes first to nobody more today once it has to ten: no reason to call the owner', () => {
    const rests = health({ first_contacts: 10 });
    expect(rests).toEqual({ state: 'unsolicited_paused', because: 'first_contacts' });
    expect(isAlarming(rests)).toBe(false);
    expect(health({}, 0).state).toBe('unsolicited_paused');
  });

  it.each<[string, Partial<NumberCounts>, NumberHealth]>([
    [
      'one refusal a day',
      { not_delivered: { day: 1, hour: 0 } },
      { state: 'unsolicited_paused', because: 'not_delivered' },
    ],
    [
      'WhatsApp saying so',
      { timelock_until: new Date('2026-11-22T13:00:00Z') },
      { state: 'unsolicited_paused', because: 'timelock' },
    ],
    [
      'connections that WhatsApp ends',
      { disconnects: { hour: healthLimits.disconnects.pausesUnsolicited } },
      { state: 'unsolicited_paused', because: 'disconnects' },
    ],
    [
      'refusals that pile up: answers rest last',
      { not_delivered: { day: 5, hour: 5 } },
      { state: 'everything_paused', because: 'not_delivered' },
    ],
    [
      'connections ended all the time',
      { disconnects: { hour: healthLimits.disconnects.pausesEverything } },
      { state: 'everything_paused', because: 'disconnects' },
    ],
  ])('rests after %s, and the owner is called', (_why, counts, expected) => {
    expect(health(counts)).toEqual(expected);
    expect(isAlarming(expected)).toBe(true);
  });

  it('is fine again when the hour, the day or the time WhatsApp named is over', () => {
    expect(health({ not_delivered: { day: 4, hour: 4 } }).state).toBe('unsolicited_paused');
    expect(health({ timelock_until: now }).state).toBe('fine');
  });
});
