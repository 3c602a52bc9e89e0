import type { StatusError } from './graph-error.js';
import type { BusinessNumber, Chat, ChatMessage, Customer } from './model.js';
import type { ToldStatus } from './statuses.js';

type Payload = Record<string, unknown>;

/** A webhook about one thing: Meta's envelope around it. */
export function payloadOf(number: BusinessNumber, field: string, value: Payload): Payload {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: number.waba_id, changes: [{ value, field }] }],
  };
}

/** A webhook that brings messages of a customer; system messages name no contact. */
export function messagesPayload(
  number: BusinessNumber,
  customer: Customer | null,
  messages: Payload[],
): Payload {
  return payloadOf(number, 'messages', {
    ...addressee(number),
    ...(customer && { contacts: [contactOf(customer)] }),
    messages,
  });
}

/** A webhook that brings what the owner wrote from the phone, where the number lives in the app as well. */
export function echoesPayload(
  number: BusinessNumber,
  customer: Customer,
  message_echoes: Payload[],
): Payload {
  return payloadOf(number, 'smb_message_echoes', {
    ...addressee(number),
    contacts: [contactOf(customer)],
    message_echoes,
  });
}

/** A webhook that tells how far a message has come. */
export function statusPayload(
  number: BusinessNumber,
  { customer }: Chat,
  told: { message: ChatMessage; status: ToldStatus; errors: StatusError[]; at: number },
): Payload {
  const { message, status, errors, at } = told;
  return payloadOf(number, 'messages', {
    ...addressee(number),
    contacts: [contactOf(customer)],
    statuses: [
      {
        id: message.id,
        status,
        timestamp: seconds(at),
        ...recipientOf(customer),
        ...(errors.length > 0
          ? { errors }
          : {
              pricing: {
                billable: false,
                pricing_model: 'PMP',
                category: 'service',
                type: 'free_customer_service',
              },
            }),
      },
    ],
  });
}

/** Seconds since 1970 as text, as Meta writes moments. */
export function seconds(at: number): string {
  return String(Math.floor(at / 1_000));
}

function addressee({ display_phone_number, phone_number_id }: BusinessNumber): Payload {
  return { messaging_product: 'whatsapp', metadata: { display_phone_number, phone_number_id } };
}

function contactOf({ wa_id, name, user_id, hides_number }: Customer): Payload {
  return { profile: { name }, ...(!hides_number && { wa_id }), ...(user_id !== undefined && { user_id }) };
}

function recipientOf({ wa_id, user_id, hides_number }: Customer): Payload {
  return hides_number ? { recipient_user_id: user_id } : { recipient_id: wa_id };
}
