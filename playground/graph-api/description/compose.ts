import { nameIn, schemaNamed } from './schema.js';
import type { Schema, Schemas } from './schema.js';

/**
 * Meta's schemas in the form a validator can use: `allOf` becomes one schema (taken by the letter, a part that allows
 * no further properties would refuse those of the other part), and where a property tells which schema holds, exactly
 * that one does. References point to `$defs`.
 */
export function composed(schemas: Schemas): Schemas {
  return Object.fromEntries(
    Object.keys(schemas).map((name) => [name, compose(schemas, { $ref: name }, true)]),
  );
}

function compose(schemas: Schemas, schema: Schema, isDefinition = false): Schema {
  if (schema.$ref !== undefined && !isDefinition) return { $ref: `#/$defs/${nameIn(schema.$ref)}` };
  const flat = flattened(schemas, schema);
  if (flat.discriminator) return oneOfThem(flat.discriminator);
  const { properties, items, oneOf, ...rest } = flat;
  const isObject = rest.type === undefined && (properties !== undefined || rest.required !== undefined);
  return {
    ...rest,
    ...(isObject && { type: 'object' }),
    ...(properties && { properties: mapValues(properties, (value) => compose(schemas, value)) }),
    ...(items && { items: compose(schemas, items) }),
    ...(oneOf && { oneOf: oneOf.map((way) => compose(schemas, way)) }),
  };
}

/** The schema with what it refers to and all its parts in one; what tells its kinds apart is its own alone. */
function flattened(schemas: Schemas, schema: Schema): Schema {
  const own = schema.$ref === undefined ? schema : schemaNamed(schemas, nameIn(schema.$ref));
  if (!own.allOf) return own;
  const { allOf, ...rest } = own;
  const parts = allOf.map((part) => {
    const { discriminator: _of_the_base, ...kept } = flattened(schemas, part);
    return kept;
  });
  return [...parts, rest].reduce((one, other) => ({
    ...one,
    ...other,
    properties: mergedProperties(one.properties, other.properties),
    required: [...new Set([...(one.required ?? []), ...(other.required ?? [])])],
  }));
}

function mergedProperties(one: Schema['properties'] = {}, other: Schema['properties'] = {}) {
  return { ...one, ...mapValues(other, (value, name) => ({ ...one[name], ...value })) };
}

function oneOfThem({ mapping }: NonNullable<Schema['discriminator']>): Schema {
  return { oneOf: Object.values(mapping).map((reference) => ({ $ref: `#/$defs/${nameIn(reference)}` })) };
}

function mapValues(
  values: Record<string, Schema>,
  change: (value: Schema, name: string) => Schema,
): Record<string, Schema> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}
