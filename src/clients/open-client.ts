import { z } from 'zod';
import { clientFields, clientFileSchema } from './client-file/client-file-schema.js';
import { writeAudit } from '../audit/write-audit.js';
import { isUniqueViolation, json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { because } from '../shared/field-problem.js';
import { FieldsInvalid } from '../shared/refused-edit.js';

/** Addresses of the panel that no client can have. */
const taken = ['assets', 'link'];

/** What is said of a client when it is made; everything else begins as the tables say. */
export const newClient = z.object({
  ...clientFields,
  slug: clientFileSchema.shape.client.shape.id.refine(
    (slug) => !taken.includes(slug),
    because({ reason: 'kept_address', message: 'is kept for the panel' }),
  ),
});

/**
 * Makes a client, whose set-up is still to be done. Part of the caller's transaction.
 *
 * @throws FieldsInvalid when the slug is another client's
 */
export async function openClient(
  tx: Queryable,
  { actor, slug, ...profile }: z.infer<typeof newClient> & { actor: string },
): Promise<{ id: ClientId; slug: string }> {
  const { name, language, timezone } = profile;
  try {
    const { id } = await tx.one<{ id: ClientId }>(sql`
      INSERT INTO clients (slug, name, language, timezone, config)
      VALUES (${slug}, ${name}, ${language}, ${timezone}, ${json({ setup: 'open' })}::jsonb) RETURNING id`);
    await tx.query(sql`INSERT INTO client_settings (client_id) VALUES (${id})`);
    await writeAudit(tx, {
      ...{ client_id: id, actor, action: 'create', subject: 'client' },
      ...{ before: null, after: { slug, ...profile } },
    });
    return { id, slug };
  } catch (error) {
    if (!isUniqueViolation(error, 'clients_slug_key')) throw error;
    throw new FieldsInvalid({
      slug: { reason: 'taken', message: 'is the address of another client already' },
    });
  }
}
