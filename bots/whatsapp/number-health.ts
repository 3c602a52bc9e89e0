import { msOfHours, msOfMinutes, plusMs } from '../../src/shared/durations.js';

/** What was counted of a number, over windows that end now. */
export type NumberCounts = {
  /** People written to first, within a day. */
  first_contacts: number;
  /** Messages that WhatsApp refused because of the number: within a day, within an hour. */
  not_delivered: { day: number; hour: number };
  /** Times that WhatsApp ended the connection by itself, within an hour. */
  disconnects: { hour: number };
  /** Until when WhatsApp lets the number write to nobody new; null when it does not say so. */
  timelock_until: Date | null;
};

/** Why a number rests. */
export type RestReason = 'first_contacts' | 'not_delivered' | 'disconnects' | 'timelock';

/** `unsolicited_paused`: nobody is written to who has not written; `everything_paused`: answers wait, too. */
export type NumberHealth =
  | { state: 'fine' }
  | { state: 'unsolicited_paused' | 'everything_paused'; because: RestReason };

/**
 * How much is too much. WhatsApp publishes no numbers for linked phones: of numbers that wrote to 15 to 20 strangers a
 * day some were banned, so we stay below; a refusal for the number's sake is the last warning there is.
 */
export const healthLimits = {
  notDelivered: { pausesUnsolicited: 1, pausesEverything: 5 },
  disconnects: { pausesUnsolicited: 6, pausesEverything: 20 },
} as const;

/** So long answers wait before the number is looked at again. */
export const restMs = msOfMinutes(10);

/**
 * Whether a number should rest. What nobody has asked for stops first: at the limit of first contacts, at the first
 * refusal within a day, when WhatsApp ends connections. Answers stop last, when refusals or disconnects pile up within
 * an hour, and only until that hour is over.
 *
 * @param limits.first_contacts_per_day 0 = nobody is written to first
 */
export function decideHealth(
  { first_contacts, not_delivered, disconnects, timelock_until }: NumberCounts,
  { first_contacts_per_day, now }: { first_contacts_per_day: number; now: Date },
): NumberHealth {
  const { notDelivered: refused, disconnects: ended } = healthLimits;
  if (not_delivered.hour >= refused.pausesEverything)
    return { state: 'everything_paused', because: 'not_delivered' };
  if (disconnects.hour >= ended.pausesEverything)
    return { state: 'everything_paused', because: 'disconnects' };
  if (timelock_until !== null && timelock_until > now)
    return { state: 'unsolicited_paused', because: 'timelock' };
  if (not_delivered.day >= refused.pausesUnsolicited)
    return { state: 'unsolicited_paused', because: 'not_delivered' };
  if (disconnects.hour >= ended.pausesUnsolicited)
    return { state: 'unsolicited_paused', because: 'disconnects' };
  return first_contacts >= first_contacts_per_day
    ? { state: 'unsolicited_paused', because: 'first_contacts' }
    : { state: 'fine' };
}

/** Whether the owner is called for it: that the day's first contacts are used up is as it should be. */
export function isAlarming(health: NumberHealth): boolean {
  return health.state !== 'fine' && health.because !== 'first_contacts';
}

/** From when on things count, and from when on they may be forgotten. */
export function windowsBefore(now: Date): { hour: Date; day: Date; forgotten: Date } {
  return {
    hour: plusMs(now, -msOfHours(1)),
    day: plusMs(now, -msOfHours(24)),
    forgotten: plusMs(now, -msOfHours(24 * 30)),
  };
}
