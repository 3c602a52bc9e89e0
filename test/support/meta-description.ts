import { parse } from 'yaml';

type Node = Record<string, unknown>;

/** Where the description of a request begins: the schemas whose names are reached from here are the ones needed. */
const ROOTS = ['Message', 'MarkMessageRequestPayload'];
/** Words for people, and values that only show what something may look like. */
const PROSE = new Set(['description', 'example', 'examples']);

/**
 * What the local Graph API needs of Meta's OpenAPI description: the schemas of what is posted to `/messages`, as they
 * stand there, without prose and examples.
 *
 * @param yaml Meta's description, `business-messaging-api_v23.0.yaml`
 */
export function extractSchemas(yaml: string): { version: string; schemas: Node } {
  const { info, components } = parse(yaml) as { info: { version: string }; components: { schemas: Node } };
  const found: Node = {};
  const waiting = [...ROOTS];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (name in found) continue;
    const schema = withoutProse(components.schemas[name]);
    found[name] = schema;
    for (const [, next = ''] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      waiting.push(next);
    }
  }
  return { version: info.version, schemas: Object.fromEntries(Object.entries(found).toSorted(byName)) };
}

/** The bodies which Meta's description gives as examples of what may be posted to `/messages`, by their names. */
export function exampleBodies(yaml: string): Record<string, Node> {
  const { paths } = parse(yaml) as { paths: Record<string, { post: Posted }> };
  const content =
    paths['/{Version}/{Phone-Number-ID}/messages']?.post.requestBody.content['application/json'];
  const examples = Object.entries(content?.examples ?? {});
  return Object.fromEntries(examples.map(([name, { value }]) => [name, value]));
}

type Posted = {
  requestBody: { content: { 'application/json': { examples: Record<string, { value: Node }> } } };
};

function withoutProse(node: unknown, isNamed = false): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutProse(item));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => isNamed || !PROSE.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutProse(value, key === 'properties')]));
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
