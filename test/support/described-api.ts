import { newId } from '../../src/shared/ids.js';
import type { Asking } from './api.js';

/** The parts of JSON schema that the description uses. */
export type Schema = {
  type?: string;
  format?: string;
  enum?: unknown[];
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
};
/** One operation of the description: what a caller may fill, and where. */
export type Operation = {
  operationId: string;
  method: string;
  path: string;
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json'?: { schema: Schema } } };
};

/** The API as its own description tells of it: for tests that try every address there is. */
export async function describedApi(
  api: Asking,
): Promise<{ operations: Operation[]; schemas: Record<string, Schema> }> {
  const { paths, components } = (await api.get('/api/docs/openapi.json')).body<{
    paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
    components: { schemas: Record<string, Schema> };
  }>();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ ...one, path, method: method.toUpperCase() })),
  );
  return { operations, schemas: components.schemas };
}

/**
 * The address of an operation.
 *
 * @param client_id whose it is, where it is of a client
 * @param fill what stands in each other place a caller may fill
 */
export function addressOf(
  { path, parameters }: Operation,
  client_id: string,
  fill: (schema: Schema, name: string) => string,
): string {
  const at = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const { schema = {} } = parameters.find((one) => one.name === name && one.in === 'path') ?? {};
    return encodeURIComponent(name === 'client_id' ? client_id : fill(schema, name));
  });
  const query = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema }) => `${name}=${encodeURIComponent(fill(schema, name))}`);
  return query.length > 0 ? `${at}?${query.join('&')}` : at;
}

/** What a parameter takes: nothing out of the ordinary. */
export function ordinary(schema: Schema): string {
  if (schema.enum) return String(schema.enum[0]);
  if (schema.format === 'uuid') return newId();
  if (schema.format === 'date-time') return '2026-11-22T00:00:00Z';
  return schema.type === 'integer' || schema.type === 'number' ? '1' : 'x';
}

/** A body of a shape, with one text in each place for a text. */
export function bodyOf(schema: Schema, text: string, schemas: Record<string, Schema>): unknown {
  const part = (of: Schema): unknown => bodyOf(of, text, schemas);
  if (schema.$ref) return part(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.properties)
    return Object.fromEntries(Object.entries(schema.properties).map(([name, of]) => [name, part(of)]));
  if (schema.type === 'array') return [part(schema.items ?? {})];
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  return schema.type === 'boolean' ? true : text;
}
