import type { InboundMessage } from '../../src/messages/inbound-message.js';
import type { IntegrationId } from '../../src/shared/ids.js';
import { externalCardId, externalChatId, externalMessageId, identitiesOf } from './ids.js';
import type { ExternalChatId, Person } from './ids.js';
import { bodiesOf } from './message-body.js';
import type { CloudCall, CloudContact, CloudContents } from './webhook-shapes.js';

/** Who wrote: their addresses, and what they call themselves. */
export type Writer = Person & {
  external_chat_id: ExternalChatId;
  name: string | null;
  username: string | null;
};

/** Something that was said, by whom, when, and what WhatsApp calls it. */
type Said = { id: string; contents: CloudContents; from: Writer; at: number; integration_id: IntegrationId };

/** WhatsApp tells that something was passed on, never by whom it was written. */
const somebody = '…';

/**
 * Finds the person a webhook is about among those it introduces.
 *
 * @param named the number and the id by which the message itself names them
 * @returns null when nobody can be told
 */
export function writerOf(
  named: { wa_id: string | undefined; user_id: string | undefined },
  contacts: readonly CloudContact[],
): Writer | null {
  const known =
    contacts.find(({ wa_id, user_id }) =>
      named.wa_id === undefined ? user_id !== undefined && user_id === named.user_id : wa_id === named.wa_id,
    ) ?? (contacts.length === 1 ? contacts[0] : undefined);
  const person = {
    wa_id: named.wa_id ?? known?.wa_id,
    user_id: named.user_id ?? known?.user_id,
  };
  const external_chat_id = externalChatId(person);
  if (external_chat_id === null) return null;
  const { name, username } = known?.profile ?? {};
  return { ...person, external_chat_id, name: name?.trim() || null, username: username ?? null };
}

/** What a user said, as messages of ours; never none. */
export function userMessages({ id, contents, from, at, integration_id }: Said): InboundMessage[] {
  const { context } = contents;
  const forwarded = context?.forwarded || context?.frequently_forwarded;
  return bodiesOf(contents, integration_id).map((body, index) => ({
    ...writtenBy(from, at),
    external_message_id: externalCardId(id, index),
    kind: body.kind,
    text: body.text,
    command: body.press?.action === 'human' ? 'human' : null,
    ...(body.press?.action === 'rate' && { rating: body.press.rating }),
    media: body.media,
    details: body.details,
    forwarded_from: forwarded ? somebody : null,
    reply_to_external_id: body.about === null ? null : externalMessageId(body.about),
    unsupported_kind: body.unknown_kind,
  }));
}

/** Somebody tried to call: nobody can answer here, but a manager sees that they wanted to talk. */
export function callMessage({ id, timestamp }: CloudCall, from: Writer): InboundMessage {
  return {
    ...writtenBy(from, timestamp),
    external_message_id: externalMessageId(id),
    kind: 'unsupported',
    text: '',
    command: null,
    media: null,
    details: {},
    forwarded_from: null,
    reply_to_external_id: null,
    unsupported_kind: 'call',
  };
}

function writtenBy(from: Writer, at: number) {
  const { external_chat_id, name, username } = from;
  return {
    external_chat_id,
    sent_at: new Date(at * 1000),
    from: { identities: identitiesOf(from), name, username, phone: null, language_code: null },
    album_id: null,
  };
}
