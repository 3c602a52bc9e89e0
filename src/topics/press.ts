import { z } from 'zod';
import { longId, shortId } from '../shared/ids.js';
import type { HandoverId, MessageId, TopicPostId } from '../shared/ids.js';

/** What a button under a post asks for. Telegram gives 64 bytes, so: a word, a colon, a short id. */
export type Press =
  | { action: 'take' | 'resolve' | 'bot'; handover_id: HandoverId }
  /** Take (or reclaim) and send the text that the offer stands under. */
  | { action: 'take_send' | 'reclaim_send'; post_id: TopicPostId }
  | { action: 'resend'; message_id: MessageId };

const shape = z.string().regex(/^(take|resolve|bot|take_send|reclaim_send|resend):[A-Za-z0-9_-]{22}$/);

/** @returns the button's data, at most 34 bytes. */
export function pressData(press: Press): string {
  return `${press.action}:${shortId(idOf(press))}`;
}

/** @returns what the data asks for, or null if it is none of ours. */
export function parsePress(data: string): Press | null {
  if (!shape.safeParse(data).success) return null;
  const [action, short] = data.split(':') as [Press['action'], string];
  switch (action) {
    case 'take':
    case 'resolve':
    case 'bot': {
      const handover_id = longId<HandoverId>(short);
      return handover_id && { action, handover_id };
    }
    case 'take_send':
    case 'reclaim_send': {
      const post_id = longId<TopicPostId>(short);
      return post_id && { action, post_id };
    }
    case 'resend': {
      const message_id = longId<MessageId>(short);
      return message_id && { action, message_id };
    }
  }
}

function idOf(press: Press): HandoverId | TopicPostId | MessageId {
  if ('handover_id' in press) return press.handover_id;
  if ('post_id' in press) return press.post_id;
  return press.message_id;
}
