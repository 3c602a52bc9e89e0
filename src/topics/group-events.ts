import type { MessageDetails } from '../messages/message-details.js';
import type { MediaReference, MessageKind } from '../messages/message-kinds.js';

/** The person of the group who wrote or pressed. */
export type GroupPerson = {
  telegram_user_id: number;
  name: string;
  username: string | null;
  /** Writes in the group's name: can't be matched to a manager. */
  is_anonymous: boolean;
};

/** Something written in a managers' group. */
export type GroupMessage = {
  /** The connection it came over: `telegram:<fingerprint of the token>`. */
  sender_key: string;
  telegram_chat_id: string;
  /** The topic; null = the General topic, or a group without topics. */
  thread_id: number | null;
  is_forum: boolean;
  message_id: number;
  from: GroupPerson;
  kind: MessageKind;
  text: string;
  media: MediaReference | null;
  details: MessageDetails;
  /** Names the album it is a part of. */
  album_id: string | null;
  /** The messenger's own word for a kind that has no name here, e.g. `story`. */
  unsupported_kind: string | null;
  reply_to_message_id: number | null;
  /** `{ name: 'take', args: '' }` of `/take@bot`; null for anything else. */
  command: { name: string; args: string } | null;
  sent_at: Date;
};

/** A button pressed under a post. */
export type GroupPress = {
  sender_key: string;
  telegram_chat_id: string;
  message_id: number;
  callback_id: string;
  data: string;
  from: GroupPerson;
};

/** What the presser is shown: a line at the top, or a box to close. */
export type PressAnswer = { text: string; alert: boolean };
