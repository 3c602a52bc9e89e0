import { createHash } from 'node:crypto';
import type { IdentityKind } from '../../src/messages/inbound-message.js';
import type { MessageId } from '../../src/shared/ids.js';

/**
 * WhatsApp's ids as the rest of the product keeps them: opaque text, made and read only here. A person has two addresses:
 * one made of the phone number, and one that hides it (LID). Both name the person, not one of their devices.
 */
export type ExternalChatId = string & { readonly __whatsapp: 'chat' };
export type ExternalMessageId = string & { readonly __whatsapp: 'message' };

/** An address as WhatsApp writes it: `77010000001@s.whatsapp.net`, `41234567890123@lid`. */
export type Jid = string & { readonly __whatsapp: 'jid' };

/** One address a person is known by, as users keep it. */
export type WhatsAppIdentity = { kind: IdentityKind; value: string };

const phoneServer = 's.whatsapp.net';
const lidServer = 'lid';

/** The servers of one person's addresses, as they were and are spelled. */
const servers: Readonly<Record<string, string>> = {
  's.whatsapp.net': phoneServer,
  'c.us': phoneServer,
  hosted: phoneServer,
  lid: lidServer,
  'hosted.lid': lidServer,
};

/** `user`, perhaps `_agent`, perhaps `:device`, `@server`. Seven digits are the shortest number with its country. */
const shape = /^(\d{5,20})(?:_\d+)?(?::\d+)?@([a-z.]+)$/;
const groupShape = /^[\d-]{5,40}@g\.us$/;

/** What an address names, when it is no person: nobody is answered there. */
export type OtherAddress = 'group' | 'status' | 'broadcast' | 'channel' | 'nobody';

/**
 * A person's address without agent and device, in today's spelling.
 *
 * @returns null for a group, a broadcast, a channel, or what is no address
 */
export function personJid(text: string | null | undefined): Jid | null {
  const [, user, server = ''] = shape.exec(text ?? '') ?? [];
  const known = Object.hasOwn(servers, server) ? servers[server] : undefined;
  return user === undefined || known === undefined ? null : (`${user}@${known}` as Jid);
}

/** What an address is that is no person's. */
export function otherAddress(text: string | null | undefined): OtherAddress {
  if (!text) return 'nobody';
  if (groupShape.test(text)) return 'group';
  if (text === 'status@broadcast') return 'status';
  if (text.endsWith('@broadcast')) return 'broadcast';
  return text.endsWith('@newsletter') ? 'channel' : 'nobody';
}

/** The chat with a person, under this address of theirs. */
export function externalChatId(jid: Jid): ExternalChatId {
  return jid as string as ExternalChatId;
}

/** @returns the address of the chat, or null for a text that names none */
export function whatsAppJid(text: string): Jid | null {
  const jid = personJid(text);
  return jid === text ? jid : null;
}

/** The address of a phone number, `+77010000001` or its digits. WhatsApp may know it under another one: ask it first. */
export function jidOfPhone(phone: string): Jid | null {
  return personJid(`${phone.replace(/^\+/, '')}@${phoneServer}`);
}

export function isLid(jid: Jid): boolean {
  return jid.endsWith(`@${lidServer}`);
}

/**
 * Under what a person is known. WhatsApp's own spelling of a number stands beside the phone, for in some countries they
 * differ.
 *
 * @param jids the one a message came from first
 */
export function identitiesOf(jids: readonly Jid[]): WhatsAppIdentity[] {
  const found = jids.flatMap((jid): WhatsAppIdentity[] => {
    const value = userOf(jid);
    return isLid(jid)
      ? [{ kind: 'whatsapp_lid', value }]
      : [
          { kind: 'whatsapp_address', value },
          { kind: 'phone', value: `+${value}` },
        ];
  });
  return found.filter(
    ({ kind, value }, index) =>
      found.findIndex((other) => other.kind === kind && other.value === value) === index,
  );
}

/** `+77010000001` of an address that is made of a phone number. */
export function phoneOf(jids: readonly Jid[]): string | null {
  const jid = jids.find((one) => !isLid(one));
  return jid ? `+${userOf(jid)}` : null;
}

/** WhatsApp's id of a message, whoever chose it. */
export function externalMessageId(id: string): ExternalMessageId {
  return id as ExternalMessageId;
}

/**
 * The id under which a part of a message is sent, every time it is sent: what was sent twice shows up once. In the form
 * WhatsApp's own web client gives.
 *
 * @param part counted from 0, or the name of what is sent along with a message
 */
export function reservedId(message_id: MessageId, part: number | string): ExternalMessageId {
  const digest = createHash('sha256').update(`${message_id}/${part}`).digest('hex');
  return `3EB0${digest.slice(0, 18).toUpperCase()}` as ExternalMessageId;
}

function userOf(jid: Jid): string {
  return jid.slice(0, jid.indexOf('@'));
}
