import { z } from 'zod';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import { notFound, Refusal } from '../shared/refusal.js';

/** A template that Meta has approved. */
const messageTemplate = z.object({
  name: z.string(),
  language: z.string(),
  /** With its places: `{{1}}`. */
  body: z.string(),
  /** Whether a manager's words can go out in it: they fill the one place there is. */
  is_usable: z.boolean(),
});
const told = z.object({ items: z.array(messageTemplate), is_refused: z.boolean() });

export type MessageTemplate = z.infer<typeof messageTemplate>;
/** What Meta said last: its approved templates, or that the token may not see them. */
export type ToldTemplates = z.infer<typeof told>;
/** As it stands; `account_unknown` until Meta has brought something for the number: only then is it known whose it is. */
export type KnownTemplates = {
  problem: 'account_unknown' | 'not_read' | 'refused' | null;
  items: MessageTemplate[];
};

type Of = { client_id: ClientId; id: IntegrationId };

/** Keeps what Meta said. @param wanted_at of the wish this answers; one that came later stays */
export async function keepTemplates(
  db: Queryable,
  { client_id, id }: Of,
  { templates, wanted_at }: { templates: ToldTemplates; wanted_at: Date | null },
): Promise<void> {
  await db.query(sql`
    UPDATE integrations SET templates = ${json(templates)}::jsonb,
      templates_wanted_at = CASE WHEN templates_wanted_at IS DISTINCT FROM ${wanted_at} THEN templates_wanted_at END
    WHERE client_id = ${client_id} AND id = ${id}`);
}

/** Notes that the templates may have changed: whoever holds the connection asks Meta anew. */
export async function wantTemplates(db: Queryable, { client_id, id }: Of, now: Date): Promise<void> {
  await db.query(sql`
    UPDATE integrations SET templates_wanted_at = ${now} WHERE client_id = ${client_id} AND id = ${id}`);
}

/**
 * The approved templates of a number, as Meta told them last.
 *
 * @throws Refusal `not_found`, `channel_off`
 */
export async function readTemplates(db: Queryable, { client_id, id }: Of): Promise<KnownTemplates> {
  const number = await db.maybeOne<{ status: string; account_id: string | null; templates: unknown }>(sql`
    SELECT status, metadata->>'account_id' AS account_id, templates FROM integrations
    WHERE client_id = ${client_id} AND id = ${id} AND platform_id = 'whatsapp_cloud'`);
  if (!number) throw notFound('number of the official API');
  if (number.status === 'disconnected') throw channelOff();
  if (number.account_id === null) return { problem: 'account_unknown', items: [] };
  const { data } = told.safeParse(number.templates);
  if (!data) return { problem: 'not_read', items: [] };
  return data.is_refused ? { problem: 'refused', items: [] } : { problem: null, items: data.items };
}

/** A connection that is switched off has nobody who would ask Meta, and sends nothing. */
export function channelOff(): Refusal {
  return new Refusal('conflict', {
    code: 'channel_off',
    message: 'This connection is switched off.',
    whatToDo: 'Switch it on again with its credentials, then name the template.',
  });
}
