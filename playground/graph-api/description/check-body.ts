import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectFile } from '../../../src/shared/project-files.js';
import { composed } from './compose.js';
import { corrected, CORRECTIONS } from './corrections.js';
import { nameIn, schemaNamed } from './schema.js';
import type { Schemas } from './schema.js';

/** Meta's schemas as they were published, with the version they describe. */
export function metaDescription(): { version: string; schemas: Schemas } {
  const file = projectFile('playground', 'graph-api', 'description', 'meta-messages.json');
  return JSON.parse(readFileSync(file, 'utf8')) as { version: string; schemas: Schemas };
}

/** What is wrong with a body, in words that name the place; null when nothing is. */
export type CheckBody = (body: Record<string, unknown>) => string | null;

/**
 * Makes a check of what is posted to `/messages` against Meta's own description.
 * @param corrections the known mistakes of the description to put right; all of them unless told otherwise
 */
export function bodyCheck(corrections = CORRECTIONS): CheckBody {
  const schemas = corrected(metaDescription().schemas, corrections);
  const kinds = schemaNamed(schemas, 'Message').discriminator?.mapping ?? {};
  const $defs = composed(schemas);
  const checks = new Map<string, z.ZodType>();
  const isReceiptKnown = 'typing_indicator' in (schemas['MarkMessageRequestPayload']?.properties ?? {});
  return (body) => {
    // Meta takes a message without `type` for a text.
    const { type = 'text' } = body;
    const kind = kinds[String(type)];
    const name = isReceiptKnown && 'status' in body ? 'MarkMessageRequestPayload' : kind && nameIn(kind);
    if (name === undefined) return `type: ${String(type)} is not one of ${Object.keys(kinds).join(', ')}`;
    const check = checks.get(name) ?? z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs } as never);
    checks.set(name, check);
    const { error } = check.safeParse('status' in body ? body : { type, ...body });
    return error ? error.issues.map(inWords).join('; ') : null;
  };
}

function inWords({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.') || 'body'}: ${message}`;
}
