import { starsOf } from '../../src/handovers/stars.js';
import type { Rating } from '../../src/handovers/rate.js';
import type { MessageButton } from '../../src/messages/message-buttons.js';
import { longId, shortId } from '../../src/shared/ids.js';
import type { HandoverId } from '../../src/shared/ids.js';

/** Data of [Talk to a person]. */
const askForHuman = 'human';

/** What a button of a user asks for. */
export type UserPress = { action: 'human' } | { action: 'rate'; rating: Rating };

/** @returns the button's data, 29 bytes at most; Telegram gives the fewest, 64. */
export function userButtonData(button: MessageButton): string {
  return button.action === 'human' ? askForHuman : `rate:${button.stars}:${shortId(button.handover_id)}`;
}

/** @returns what the data asks for, or null if it is none of ours. */
export function parseUserButton(data: string | undefined): UserPress | null {
  if (data === askForHuman) return { action: 'human' };
  const [, digit, short = ''] = /^rate:([1-5]):([A-Za-z0-9_-]{22})$/.exec(data ?? '') ?? [];
  const stars = starsOf(Number(digit));
  const handover_id = stars && longId<HandoverId>(short);
  return stars && handover_id ? { action: 'rate', rating: { stars, handover_id } } : null;
}
