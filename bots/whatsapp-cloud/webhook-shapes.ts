import { z } from 'zod';

/**
 * What is read of the Cloud API's webhooks, and nothing more: a field that Meta adds never breaks anything, and what is
 * wrong in a part of a message makes it one of an unknown kind, not one that can't be handled.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 */
const text = z.string();
/** Seconds since 1970, as text or as a number. */
const timestamp = z.union([text.regex(/^\d{1,12}$/), z.number().int().nonnegative()]).transform(Number);

function part<Shape extends z.ZodType>(shape: Shape) {
  return shape.optional().catch(undefined);
}

const file = z.looseObject({
  id: text.min(1),
  mime_type: part(text),
  sha256: part(text),
  caption: part(text),
  filename: part(text),
  voice: part(z.boolean()),
  animated: part(z.boolean()),
});

const contactCard = z.looseObject({
  name: part(z.looseObject({ first_name: part(text), last_name: part(text), formatted_name: part(text) })),
  phones: part(z.array(z.looseObject({ phone: part(text), wa_id: part(text) }))),
});

const pressed = z.looseObject({ id: text, title: text.catch('') });

const interactive = z.looseObject({
  type: text,
  button_reply: part(pressed),
  list_reply: part(pressed),
  nfm_reply: part(z.looseObject({ response_json: part(text), body: part(text) })),
});

const order = z.looseObject({
  text: part(text),
  product_items: z.array(
    z.looseObject({
      product_retailer_id: text,
      quantity: z.coerce.number(),
      item_price: part(z.coerce.number()),
      currency: part(text),
    }),
  ),
});

/** What a message holds, also as it reads after it was edited. */
const contents = {
  type: text,
  context: part(
    z.looseObject({
      id: part(text),
      forwarded: part(z.boolean()),
      frequently_forwarded: part(z.boolean()),
    }),
  ),
  text: part(z.looseObject({ body: text })),
  image: part(file),
  video: part(file),
  audio: part(file),
  document: part(file),
  sticker: part(file),
  location: z.unknown().optional(),
  contacts: part(z.array(contactCard).min(1)),
  reaction: part(z.looseObject({ message_id: text.min(1), emoji: text.catch('') })),
  interactive: part(interactive),
  button: part(z.looseObject({ text: text.catch(''), payload: part(text) })),
  order: part(order),
  unsupported: part(z.looseObject({ type: part(text) })),
  referral: part(
    z.looseObject({ source_url: part(text), headline: part(text), body: part(text), source_id: part(text) }),
  ),
};

const message = z.looseObject({
  ...contents,
  id: text.min(1),
  from: part(text.min(1)),
  from_user_id: part(text.min(1)),
  timestamp,
  group_id: part(text),
  system: part(z.looseObject({ type: text, wa_id: part(text), user_id: part(text), new_wa_id: part(text) })),
  edit: part(z.looseObject({ original_message_id: text.min(1), message: z.looseObject(contents) })),
  revoke: part(z.looseObject({ original_message_id: text.min(1) })),
});

/** What the business itself wrote, on its phone. */
const echo = message.extend({ to: part(text.min(1)), to_user_id: part(text.min(1)) });

const contact = z.looseObject({
  profile: part(z.looseObject({ name: part(text), username: part(text) })),
  wa_id: part(text.min(1)),
  user_id: part(text.min(1)),
});

const status = z.looseObject({
  id: text.min(1),
  status: text,
  timestamp,
  recipient_type: part(text),
  errors: part(z.array(z.looseObject({ code: part(z.number()), title: part(text) }))),
});

const call = z.looseObject({
  id: text.min(1),
  from: part(text.min(1)),
  event: part(text),
  direction: part(text),
  timestamp,
});

const number = z.looseObject({ phone_number_id: text.min(1) });
const contacts = z.array(contact).catch([]);

/** A part of a webhook, with one message, one status, or whatever else it is about. */
export const messageValue = z.looseObject({ metadata: number, contacts, messages: z.tuple([message]) });
export const statusValue = z.looseObject({ metadata: number, statuses: z.tuple([status]) });
export const echoValue = z.looseObject({ metadata: number, contacts, message_echoes: z.tuple([echo]) });
export const callValue = z.looseObject({ metadata: number, contacts, calls: z.tuple([call]) });

export const accountUpdate = z.looseObject({
  event: text,
  ban_info: part(z.looseObject({ waba_ban_state: part(text) })),
  disconnection_info: part(z.looseObject({ reason: part(text) })),
});

export const templateUpdate = z.looseObject({
  message_template_name: part(text),
  message_template_language: part(text),
  event: part(text),
  reason: part(text),
  new_category: part(text),
  new_quality_score: part(text),
});

/** Whose number a change is about, when it is about one. */
export const ofNumber = z.looseObject({ metadata: number });

/** A webhook as a whole: what has changed. */
export const webhook = z.looseObject({
  entry: z.array(
    z.looseObject({
      /** Of the business account at Meta. */
      id: part(text.regex(/^\d{1,30}$/)),
      changes: z.array(z.looseObject({ field: text.min(1), value: z.unknown() })),
    }),
  ),
});

export type CloudMessage = z.infer<typeof message>;
export type CloudContact = z.infer<typeof contact>;
export type CloudCall = z.infer<typeof call>;
export type CloudFile = z.infer<typeof file>;
/** What was said, without who said it and when. */
export type CloudContents = Pick<CloudMessage, keyof typeof contents>;
