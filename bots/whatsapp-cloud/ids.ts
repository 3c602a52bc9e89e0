import type { IdentityKind } from '../../src/messages/inbound-message.js';

/**
 * The Cloud API's ids as the rest of the product keeps them: opaque text, made and read only here. A chat goes by its
 * user's number (`wa_id`), or, of a user who hides it, by the id WhatsApp gave them for this business (BSUID).
 */
export type ExternalChatId = string & { readonly __cloud: 'chat' };
export type ExternalMessageId = string & { readonly __cloud: 'message' };

const number = /^\d{5,20}$/;
/** `US.13491208655302741918`, with `ENT.` in it for a group of businesses. */
const businessScoped = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** What a webhook tells of where somebody can be written to. */
export type Person = {
  wa_id?: string | undefined;
  user_id?: string | undefined;
};

/** @returns the chat with a person, or null when the webhook names none */
export function externalChatId({ wa_id, user_id }: Person): ExternalChatId | null {
  return ((wa_id || user_id) as ExternalChatId | undefined) ?? null;
}

/** @param id WhatsApp's own, `wamid.…`; of a call `wacid.…` */
export function externalMessageId(id: string): ExternalMessageId {
  return id as ExternalMessageId;
}

/** Of several contact cards in one message each is a message: the first has its id, the others one beside it. */
export function externalCardId(id: string, index: number): ExternalMessageId {
  return (index === 0 ? id : `${id}#${index + 1}`) as ExternalMessageId;
}

/** @returns the id as WhatsApp knows it, for what is read, answered or reacted to */
export function whatsAppMessageId(external_message_id: string): string {
  return external_message_id.replace(/#\d+$/, '');
}

/** The field of an outgoing message that says to whom; null for a chat that is nobody's. */
export function recipientOf(external_chat_id: string): { to: string } | { recipient: string } | null {
  if (number.test(external_chat_id)) return { to: external_chat_id };
  return businessScoped.test(external_chat_id) ? { recipient: external_chat_id } : null;
}

/** Every address a person can be found under, the chat's own first. */
export function identitiesOf({ wa_id, user_id }: Person): { kind: IdentityKind; value: string }[] {
  return [
    ...(wa_id ? [{ kind: 'whatsapp_address' as const, value: wa_id }] : []),
    ...(wa_id && number.test(wa_id) ? [{ kind: 'phone' as const, value: `+${wa_id}` }] : []),
    ...(user_id ? [{ kind: 'whatsapp_user_id' as const, value: user_id }] : []),
  ];
}
