import { createHmac } from 'node:crypto';
import type { Stage } from '../cast.js';
import type { App } from '../../src/app.js';
import { applyClientFile } from '../../src/clients/client-file/apply-client-file.js';
import type { ClientFileIntegration } from '../../src/clients/client-file/client-file-schema.js';
import { sql } from '../../src/shared/database.js';
import type { ClientId, IntegrationId } from '../../src/shared/ids.js';

/** An integration of a demo client. */
export type DemoIntegration = { client_id: ClientId; integration_id: IntegrationId };

/** Gives a demo client one more integration, as its file would; given again, nothing changes. */
export async function connectDemo(
  { db, clock, sealedBox }: Pick<App, 'db' | 'clock' | 'sealedBox'>,
  stage: Stage,
  integration: ClientFileIntegration,
): Promise<DemoIntegration> {
  const file = { client: { id: stage.client }, integrations: [integration] };
  await applyClientFile({ db, clock, box: sealedBox }, file, { prune: false, actor: 'playground' });
  return db.one<DemoIntegration>(sql`
    SELECT i.client_id, i.id AS integration_id FROM integrations i JOIN clients c ON c.id = i.client_id
    WHERE c.slug = ${stage.client} AND i.platform_id = ${integration.platform} AND i.name = ${integration.name}`);
}

/** A secret of a demo client that is the same at every start. @param what e.g. `access_token` */
export function demoSecret({ managers_bot }: Stage, what: string): string {
  return createHmac('sha256', managers_bot.token).update(what).digest('base64url');
}
