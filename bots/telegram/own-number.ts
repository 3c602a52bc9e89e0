import { z } from 'zod';
import { parsePhone } from '../../src/users/phone-number.js';
import type { TelegramMessage, TelegramPerson } from './update-shapes.js';

const contact = z.object({ phone_number: z.string(), user_id: z.number() });

/**
 * The phone number that a user has shared as their own: Telegram itself says whose account a shared contact is, so anybody
 * else's card, also one that was typed by hand, is none. https://core.telegram.org/bots/api#contact
 *
 * @returns in E.164; null for any other message
 */
export function ownNumber(
  { contact: card, forward_origin }: TelegramMessage,
  from: TelegramPerson,
): string | null {
  const shared = contact.safeParse(card).data;
  if (!shared || shared.user_id !== from.id || forward_origin !== undefined) return null;
  return parsePhone(`+${shared.phone_number.replace(/\D/g, '')}`, 'UTC');
}
