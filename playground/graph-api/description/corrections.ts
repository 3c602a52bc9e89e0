import { propertyOf, schemaNamed } from './schema.js';
import type { Schema, Schemas } from './schema.js';

/** A place where Meta's description differs from what Meta's API takes, and from Meta's own examples. */
export interface Correction {
  name: string;
  /** What the description says. */
  says: string;
  /** What is taken in truth. */
  meant: string;
  /** Changes the schemas in place. */
  apply(schemas: Schemas): void;
}

/** Everywhere Meta's description of what is posted to `/messages` is wrong, as far as it matters here. */
export const CORRECTIONS: readonly Correction[] = [
  {
    name: 'recipient type',
    says: 'every message has to name `recipient_type`',
    meant: 'it may be left out and is `individual` then; five of the examples leave it out',
    apply: (schemas) => {
      const base = schemaNamed(schemas, 'BaseMessageProperties');
      base.required = without(base.required, 'recipient_type');
    },
  },
  {
    name: 'recipient by id',
    says: 'every message names a number in `to`',
    meant: 'who hides the number is named by the id in `recipient` instead',
    apply: (schemas) => {
      const base = schemaNamed(schemas, 'BaseMessageProperties');
      base.required = without(base.required, 'to');
      base.properties = { ...base.properties, recipient: { type: 'string' } };
    },
  },
  {
    name: 'media by link',
    says: 'a link has the format `url`, which JSON Schema does not know; a validator with one of that name takes public host names alone',
    meant: 'any address with http or https',
    apply: (schemas) => {
      for (const way of schemaNamed(schemas, 'MediaObject').oneOf ?? []) {
        if (way.properties?.['link']) way.properties['link'] = { type: 'string', pattern: '^https?://' };
      }
    },
  },
  {
    name: 'location',
    says: 'latitude and longitude are text, and neither is required',
    meant: 'numbers, as in the example, or text; both are required',
    apply: (schemas) => {
      const location = propertyOf(schemaNamed(schemas, 'LocationMessage'), 'location');
      location.properties = {
        ...location.properties,
        latitude: { type: ['number', 'string'] },
        longitude: { type: ['number', 'string'] },
      };
      location.required = ['latitude', 'longitude'];
    },
  },
  {
    name: 'simple template',
    says: 'a template names the policy of its language',
    meant: 'the code alone is enough; no example has a policy',
    apply: (schemas) => {
      const language = schemaNamed(schemas, 'LanguageObject');
      language.required = without(language.required, 'policy');
    },
  },
  {
    name: 'place of a button',
    says: 'the index of a button matches `^[2-6, 11-14]$`, which is one of the characters 1 to 6, comma and blank',
    meant: 'a digit from 0 to 9',
    apply: (schemas) => {
      for (const name of ['TemplateComponent', 'ButtonComponent']) {
        propertyOf(schemaNamed(schemas, name), 'index').pattern = '^[0-9]$';
      }
    },
  },
  {
    name: 'read receipts',
    says: 'only messages are posted to `/messages`; the schema of a read receipt belongs to nothing and knows no typing indicator',
    meant: 'read receipts are posted there too, and may show that an answer is being written',
    apply: (schemas) => {
      const receipt = schemaNamed(schemas, 'MarkMessageRequestPayload');
      receipt.additionalProperties = false;
      receipt.properties = {
        ...receipt.properties,
        status: { type: 'string', enum: ['read'] },
        typing_indicator: {
          type: 'object',
          required: ['type'],
          properties: { type: { type: 'string', enum: ['text'] } },
          additionalProperties: false,
        },
      };
    },
  },
  {
    name: 'what a kind must have',
    says: 'a text may lack its body, a reaction its message, a contact its name',
    meant: 'each is required',
    apply: (schemas) => {
      propertyOf(schemaNamed(schemas, 'TextMessage'), 'text').required = ['body'];
      propertyOf(schemaNamed(schemas, 'ReactionMessage'), 'reaction').required = ['message_id', 'emoji'];
      schemaNamed(schemas, 'ContactObject').required = ['name'];
      schemaNamed(schemas, 'NameObject').required = ['formatted_name'];
    },
  },
];

/** Meta's schemas with these corrections made; what was given stays as it is. */
export function corrected(schemas: Schemas, corrections = CORRECTIONS): Schemas {
  const copy = structuredClone(schemas);
  for (const { apply } of corrections) apply(copy);
  return copy;
}

function without(required: Schema['required'], name: string): string[] {
  return (required ?? []).filter((one) => one !== name);
}
