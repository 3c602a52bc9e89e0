import type { FailureName } from '../../src/integrations/channel.js';

/**
 * Codes with which WhatsApp refuses a message: 463 when the number may not write to whom it has not heard of, 475 when it
 * may write to nobody new for a while. Nothing official says so; seen by those who use linked phones.
 */
const restrictions: readonly string[] = ['463', '475'];
/** Too much at once, or something of WhatsApp's own is down. */
const passing: readonly string[] = ['429', '500', '503'];

/** Whether it is about what the number may do, and not about the message. */
export function isRestriction(code: string): boolean {
  return restrictions.includes(code);
}

/** Whether the same message may be taken later. */
export function isPassing(code: string): boolean {
  return passing.includes(code);
}

/** What managers are told. */
export function failureOf(code: string): FailureName {
  if (isRestriction(code)) return 'number_restricted';
  return code === '404' || code === '406' ? 'not_on_whatsapp' : 'unknown';
}
