import type { MessageButton } from '../messages/message-buttons.js';
import type { MessageDetails } from '../messages/message-details.js';
import type { MediaReference, MessageKind } from '../messages/message-kinds.js';
import type { ClientId, IntegrationId, MessageId } from '../shared/ids.js';
import type { FailureTexts } from '../texts/shape/topic.js';

/** Why a messenger refused a message, as the managers are told in words. */
export type FailureName = keyof FailureTexts;

/** A message to a user, as a channel is asked to send it. Ids of the messenger are text made by the channel's `ids.ts`. */
export type OutgoingMessage = {
  id: MessageId;
  client_id: ClientId;
  integration_id: IntegrationId;
  external_chat_id: string;
  /** Who says it: what a manager says matters to somebody who waits to hear what became of it. */
  role: 'assistant' | 'manager' | 'system';
  kind: MessageKind;
  content: string;
  media: MediaReference | null;
  /** Path under the folder of media, once the file is stored. */
  media_file: string | null;
  /** A place or somebody's number. */
  details: MessageDetails;
  /** The other parts of an album that this message is the first of: they go with its first part, all or none. */
  album: AlbumPart[];
  reply_to_external_id: string | null;
  buttons: MessageButton[][] | null;
};

/** A further file of an album, with its own words. */
export type AlbumPart = Pick<OutgoingMessage, 'id' | 'kind' | 'content' | 'media' | 'media_file'>;

/**
 * What became of one part of a message. Only `later` surely did not arrive and may be repeated blindly; whoever gets
 * `unclear` must assume either.
 */
export type SendOutcome =
  | {
      type: 'sent';
      external_message_id: string;
      /** The messenger's own time. */
      sent_at: Date;
      /** How many parts the whole message has: a long text, or a caption too long for its file, goes as several. */
      parts: number;
      /** Path under the folder of media, when the file was stored. */
      media_file?: string;
      /** What became of the other parts of an album, in their order. */
      album?: { external_message_id: string; media_file?: string }[];
      /** The template it went as, where nothing else was allowed; the managers are told. */
      as_template?: string;
    }
  /** There is no such part: edited meanwhile, the message has fewer by now, and those were sent. */
  | { type: 'complete' }
  /**
   * Surely not applied. Without `retry_after_ms` the messenger did not say when to come back. `otherwise`: it may be the
   * message itself that can't be sent, and this is the reason once it was tried often enough.
   */
  | { type: 'later'; retry_after_ms: number | null; otherwise?: FailureName }
  | { type: 'unclear' }
  | { type: 'refused'; reason: FailureName }
  /** The connection itself is not accepted any more (a revoked token): nothing of it can be sent. */
  | { type: 'disconnected' };

/** One living connection of an integration. What only some messengers can do is a capability of its own, not a method here. */
export interface Channel {
  readonly integration_id: IntegrationId;
  /**
   * Sends under ids of our own: a part that is sent once more shows up once. Whatever is unclear may then be repeated, a
   * manager's words too.
   */
  readonly repeats_safely?: boolean;
  /** The messenger tells what became of what it took (`noteDeliveryStatus`), perhaps sooner than it answers the sending. */
  readonly reports_delivery?: boolean;
  /**
   * Sends one part of a message. Never throws for what the messenger or the network does.
   *
   * @param part counted from 0; the same message is cut the same way every time
   */
  sendPart(message: OutgoingMessage, part: number): Promise<SendOutcome>;
}

/** A message as it stands in the user's chat and should stand there from now on. */
export type StandingMessage = Pick<
  OutgoingMessage,
  | 'id'
  | 'client_id'
  | 'integration_id'
  | 'external_chat_id'
  | 'kind'
  | 'content'
  | 'media'
  | 'media_file'
  | 'buttons'
> & {
  /** The messenger's ids of its parts, in order. */
  external_ids: string[];
  /** The file is another one than the one that stands there. */
  has_other_file: boolean;
  is_album_part: boolean;
};

/** What became of a change. It may be repeated whatever came of it: what is so already counts as done. */
export type AmendOutcome =
  | { type: 'done'; media_file?: string }
  | { type: 'later'; retry_after_ms: number | null }
  | { type: 'unclear' }
  /** It will stay as it is. */
  | { type: 'refused'; reason: FailureName }
  | { type: 'disconnected' };

/** The capability of a channel to change what stands in a user's chat. Never throws for what the messenger does. */
export interface Amending {
  /** Shows the new content in place of the old. */
  edit(message: StandingMessage): Promise<AmendOutcome>;
  /** Takes back what we sent, all of its parts. */
  withdraw(message: StandingMessage): Promise<AmendOutcome>;
  /**
   * Puts a reaction on a message of the user.
   *
   * @param emoji null takes it away
   */
  react(message: StandingMessage, emoji: string | null): Promise<AmendOutcome>;
}

/** A chat in which a user is to see that they are heard. */
export type Attention = {
  external_chat_id: string;
  /** What the user wrote and is read by now, oldest first: the messenger's ids. */
  read: string[];
  /** An answer is being written. */
  typing: boolean;
};

/** The capability of a channel to show a user that they are heard. Nobody waits for it; never throws. */
export interface Attending {
  attend(chat: Attention): Promise<void>;
}
