import { z } from 'zod';
import { longId, shortId } from '../shared/ids.js';
import type { HandoverId, ManagerId, MessageId, TopicPostId, UserId } from '../shared/ids.js';

const handoverActions = ['take', 'resolve', 'bot'] as const;
const handingOnActions = ['hand_on', 'hand_more', 'hand_back', 'hand_me', 'hand_queue'] as const;
const noteActions = ['take_send', 'reclaim_send'] as const;

/** [Передать] and the buttons of the menu behind it. */
export type HandingOn =
  | { action: (typeof handingOnActions)[number]; handover_id: HandoverId }
  | { action: 'hand_to'; handover_id: HandoverId; manager_id: ManagerId };

/** What a button under a post asks for. Telegram gives 64 bytes, so: a word, and short ids behind colons. */
export type Press =
  | { action: (typeof handoverActions)[number]; handover_id: HandoverId }
  | HandingOn
  /** Take (or reclaim) and send the text that the offer stands under. */
  | { action: (typeof noteActions)[number]; post_id: TopicPostId }
  | { action: 'resend'; message_id: MessageId }
  /** These two are one person. */
  | { action: 'merge'; user_id: UserId; other_id: UserId };

const shape = z.string().regex(/^[a-z_]{3,12}:[A-Za-z0-9_-]{22}(:[A-Za-z0-9_-]{22})?$/);

/** @returns the button's data, at most 53 bytes. */
export function pressData(press: Press): string {
  return [press.action, ...idsOf(press).map((id) => shortId(id))].join(':');
}

/** @returns what the data asks for, or null if it is none of ours. */
export function parsePress(data: string): Press | null {
  if (!shape.safeParse(data).success) return null;
  const [word = '', first = '', second = null] = data.split(':');
  if (word === 'hand_to') return second === null ? null : handTo(first, second);
  if (word === 'merge') return second === null ? null : mergeOf(first, second);
  if (second !== null) return null;
  const ofHandover = [...handoverActions, ...handingOnActions].find((action) => action === word);
  if (ofHandover) {
    const handover_id = longId<HandoverId>(first);
    return handover_id && { action: ofHandover, handover_id };
  }
  const ofNote = noteActions.find((action) => action === word);
  if (ofNote) {
    const post_id = longId<TopicPostId>(first);
    return post_id && { action: ofNote, post_id };
  }
  if (word !== 'resend') return null;
  const message_id = longId<MessageId>(first);
  return message_id && { action: 'resend', message_id };
}

/** Whether a press belongs to the menu behind [Передать]. */
export function isHandingOn(press: Press): press is HandingOn {
  return press.action.startsWith('hand_');
}

function handTo(first: string, second: string): Press | null {
  const handover_id = longId<HandoverId>(first);
  const manager_id = longId<ManagerId>(second);
  return handover_id && manager_id && { action: 'hand_to', handover_id, manager_id };
}

function mergeOf(first: string, second: string): Press | null {
  const user_id = longId<UserId>(first);
  const other_id = longId<UserId>(second);
  return user_id && other_id && { action: 'merge', user_id, other_id };
}

function idsOf(press: Press): (HandoverId | ManagerId | TopicPostId | MessageId | UserId)[] {
  if (press.action === 'merge') return [press.user_id, press.other_id];
  if (press.action === 'hand_to') return [press.handover_id, press.manager_id];
  if ('handover_id' in press) return [press.handover_id];
  if ('post_id' in press) return [press.post_id];
  return [press.message_id];
}
