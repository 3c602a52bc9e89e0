/** A JSON schema, as far as Meta's description uses it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  maxLength?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
}

/** Schemas by their names. */
export type Schemas = Record<string, Schema>;

/** The name a reference points to: `#/components/schemas/Message` is `Message`. */
export function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** The schema of this name. Throws an Error naming it when there is none. */
export function schemaNamed(schemas: Schemas, name: string): Schema {
  const schema = schemas[name];
  if (!schema) throw new Error(`Meta's description has no schema ${name}`);
  return schema;
}

/** The schema of a property. Throws an Error naming it when there is none. */
export function propertyOf(schema: Schema, name: string): Schema {
  const property = [schema, ...(schema.allOf ?? [])]
    .map(({ properties }) => properties?.[name])
    .find(Boolean);
  if (!property) throw new Error(`Meta's description has no property ${name} there`);
  return property;
}
