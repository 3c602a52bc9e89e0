import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Stage } from './cast.js';
import { personNumber } from './desks/numbers.js';
import type { App } from '../src/app.js';
import { sql } from '../src/shared/database.js';

const asked = z.object({
  client: z.string(),
  messenger: z.enum(['telegram', 'whatsapp', 'whatsapp_cloud']),
  person: z.coerce.number().int(),
});

/**
 * Leads from a customer's chat to what the panel shows of it: their last conversation in that messenger, or the list of
 * conversations where they have written nothing yet. Whoever has not signed in there does so first.
 */
export function transcriptRoute({ app, stages }: { app: App; stages: readonly Stage[] }): FastifyPluginAsync {
  return async (server) => {
    server.get('/playground/transcript', async (request, reply) => {
      const { client, messenger, person } = asked.parse(request.query);
      const stage = stages.find((one) => one.client === client);
      if (!stage) return reply.code(404).send({ error: 'This is not a client of the playground.' });
      const address =
        messenger === 'telegram' ? ['telegram_id', person] : ['phone', `+${personNumber(stage, person)}`];
      const [kind = '', value = ''] = address.map(String);
      const found = await app.db.maybeOne<{ id: string }>(sql`
        SELECT v.id FROM clients c
        JOIN user_identities i ON i.client_id = c.id AND i.kind = ${kind} AND i.value = ${value}
        JOIN conversations v ON v.client_id = c.id AND v.user_id = i.user_id AND v.channel = ${messenger}
        WHERE c.slug = ${client} ORDER BY v.started_at DESC LIMIT 1`);
      return reply.redirect(`/panel/${client}/conversations${found ? `/${found.id}` : ''}`);
    });
  };
}
