import type { LinkMethod, LinkRow } from '../../src/integrations/whatsapp-link-row.js';

/** What the holder of a phone's connection does now. */
export type LinkStep =
  /** The phone is linked: be connected. */
  | { do: 'connect' }
  /** Show a QR code, or a code to type, until somebody links a phone or the time is over. */
  | { do: 'pair'; method: LinkMethod; phone: string | null; asked_at: Date; until: Date }
  /** Nobody linked a phone in time. */
  | { do: 'give_up'; asked_at: Date | null }
  /** Log out at WhatsApp, and forget the session. */
  | { do: 'unlink' }
  /** Nothing, until then or until something changes. */
  | { do: 'wait'; until: Date | null };

type Standing = Pick<
  LinkRow,
  'state' | 'is_linked' | 'asked_method' | 'asked_phone' | 'asked_at' | 'asked_until' | 'next_attempt_at'
>;

/** What is to be done about a link as its row stands. */
export function linkStep(link: Standing, now: Date): LinkStep {
  const { state, is_linked, asked_method, asked_phone, asked_at, asked_until, next_attempt_at } = link;
  if (state === 'unlinking') return { do: 'unlink' };
  if (is_linked) {
    if (next_attempt_at && next_attempt_at > now) return { do: 'wait', until: next_attempt_at };
    return state === 'refused' && !next_attempt_at ? { do: 'wait', until: null } : { do: 'connect' };
  }
  if (state !== 'asked' && state !== 'showing') return { do: 'wait', until: null };
  if (!asked_method || !asked_at || !asked_until || asked_until <= now) return { do: 'give_up', asked_at };
  return { do: 'pair', method: asked_method, phone: asked_phone, asked_at, until: asked_until };
}

/** Whether two steps are one and the same, so that what is under way may go on. */
export function isSameStep(a: LinkStep, b: LinkStep): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
