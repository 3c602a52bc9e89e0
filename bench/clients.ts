import { receiveMessage } from '../src/messages/receive-message.js';
import type { App } from '../src/app.js';
import { sql } from '../src/shared/database.js';
import { newId } from '../src/shared/ids.js';
import type { ClientId, IntegrationId } from '../src/shared/ids.js';
import { inboundMessage } from '../test/support/shop.js';

export type BenchClient = { client_id: ClientId; integration_id: IntegrationId };

/** Clients that answer one question with a fixed text, at once: nothing waits for the user to finish. */
export async function openClients({ db }: App, count: number): Promise<BenchClient[]> {
  const clients = Array.from({ length: count }, () => ({
    client_id: newId<ClientId>(),
    integration_id: newId<IntegrationId>(),
  }));
  for (const [number, { client_id, integration_id }] of clients.entries()) {
    await db.query(
      sql`INSERT INTO clients (id, slug, name) VALUES (${client_id}, ${`bench-${number}`}, 'Coffee Point')`,
    );
    await db.query(sql`
      INSERT INTO client_settings (client_id, debounce_ms, debounce_max_ms) VALUES (${client_id}, 0, 0)`);
    await db.query(sql`
      INSERT INTO integrations (id, client_id, platform_id, name)
      VALUES (${integration_id}, ${client_id}, 'telegram', 'bot')`);
    await db.query(sql`
      INSERT INTO intents (client_id, name, action, reply, examples)
      VALUES (${client_id}, 'opening_hours', 'reply', 'Мы открыты с 9 до 19.',
        ARRAY['во сколько вы открываетесь?', 'вы сегодня работаете?', 'часы работы'])`);
  }
  return clients;
}

/** A message of one of a client's users. */
export async function write(app: App, client: BenchClient, who: string): Promise<void> {
  const message = inboundMessage('во сколько вы открываетесь?', app.clock.now(), { who });
  await receiveMessage(app, { ...client, message });
}

/** How many messages have been answered. */
export async function answered({ db }: App): Promise<number> {
  const { count } = await db.one<{ count: number }>(
    sql`SELECT count(*) AS count FROM messages WHERE role = 'assistant'`,
  );
  return count;
}
