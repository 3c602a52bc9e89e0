import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createBots } from '../../../bots/main.js';
import type { RunningBots } from '../../../bots/main.js';
import { createLocalGraph } from '../../../playground/graph-api/local-graph.js';
import type { LocalGraphOptions } from '../../../playground/graph-api/local-graph.js';
import type { ShownMessage } from '../../../playground/graph-api/shown.js';
import { sealCredentials } from '../../../src/integrations/credentials.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { OutboundMessage } from '../../../src/messages/queue-message.js';
import { systemClock } from '../../../src/shared/clock.js';
import { json, sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { newId, shortId } from '../../../src/shared/ids.js';
import type { ConversationId, IntegrationId, MessageId } from '../../../src/shared/ids.js';
import type { Logger } from '../../../src/shared/logger.js';
import { mortalDatabase } from '../../support/mortal-database.js';
import { openStage } from './stage.js';
import type { StoredMessage } from './stage.js';

type CloudStageOptions = {
  graph?: LocalGraphOptions;
  phone_number_id?: string;
  template?: { name: string; language: string };
};

/** A client with a number of the Cloud API on a local Graph API, beside the shop's bot and the managers' group. */
export type CloudStage = Awaited<ReturnType<typeof openCloudStage>>;

export async function openCloudStage(db: Database, options: CloudStageOptions = {}) {
  const stage = await openStage(db);
  const { client_id, box, tools } = stage;
  const graph = await createLocalGraph({
    ...{ webhookRetryMs: 50, webhooksInOrder: true, statusDelayMs: 20 },
    ...options.graph,
  });
  const root = await graph.listen();
  const address = await openAddress();
  const integration_id = newId<IntegrationId>();
  const secrets = {
    access_token: 'EAA-of-the-shop',
    app_secret: 'secret-of-the-shop',
    verify_token: 'look-at-me',
  };
  const { phone_number_id } = graph.addNumber({
    ...secrets,
    ...(options.phone_number_id && { phone_number_id: options.phone_number_id }),
    callbackUrl: `${address.url}/whatsapp-cloud/${shortId(integration_id)}`,
  });
  const anna = { phone_number_id, from: '77010000001', name: 'Анна' };
  const { template } = options;
  if (template) graph.addTemplate({ phone_number_id, ...template, body: 'Мы ответили вам: {{1}}' });
  const sealed = sealCredentials(
    box,
    { client_id, id: integration_id, platform_id: 'whatsapp_cloud' },
    { ...secrets, phone_number_id },
  );
  await db.query(sql`
    INSERT INTO integrations (id, client_id, platform_id, name, credentials_encrypted, encryption_key_id,
      credentials_hash, settings)
    VALUES (${integration_id}, ${client_id}, 'whatsapp_cloud', 'official', ${Buffer.from(sealed.credentials_encrypted)},
      ${sealed.encryption_key_id}, ${sealed.credentials_hash}, ${json({ ...(template && { template }) })})`);
  const processes = new Set<RunningBots>();

  /** Starts a process of bots, with its door behind the number's address. Killed, it ends in the middle of whatever it does. */
  async function start(): Promise<RunningBots & { kill(): Promise<void> }> {
    const mortal = mortalDatabase(db);
    const own = { tools: { ...tools, db: mortal.db }, cloudRootFor: () => root, leaseSeconds: 3 };
    const bots = await stage.start(undefined, own);
    const door = await address.put(bots);
    processes.add(bots);
    const stop = async (): Promise<void> => {
      processes.delete(bots);
      await address.remove(door);
      await bots.stop();
    };
    return {
      ...bots,
      stop,
      async kill() {
        mortal.die();
        address.cut();
        // Nothing of it is waited for: it never hears from the database again.
        void stop();
      },
    };
  }

  /** Opens the number's door alone: what comes is stored, and nothing goes out. */
  async function openDoor(logger: Logger): Promise<void> {
    const bots = createBots({
      ...{ tools: { ...tools, logger }, sealedBox: box, mediaDir: stage.mediaDir, processName: 'door' },
      queues: { ownQueue: 'door', handle: () => undefined },
      apiRootFor: () => null,
      cloudRootFor: () => null,
    });
    processes.add(bots);
    await address.put(bots);
  }

  return {
    ...stage,
    openDoor,
    ...{ graph, root, integration_id, phone_number_id, secrets, anna, start },
    /** What stands on Anna's phone. */
    phone: (): ShownMessage[] => graph.shown({ phone_number_id, customer: anna.from }).messages,
    /** What was stored of this number's chats, in order. */
    messages: (): Promise<StoredMessage[]> =>
      db.query<StoredMessage>(sql`
        SELECT * FROM messages WHERE client_id = ${client_id} AND integration_id = ${integration_id}
        ORDER BY conversation_id, seq`),
    /** Says something to Anna, as the assistant would. */
    async say(content: string, more: Partial<OutboundMessage> = {}): Promise<MessageId> {
      const { id: conversation_id } = await db.one<{ id: ConversationId }>(sql`
        SELECT id FROM conversations WHERE client_id = ${client_id} AND integration_id = ${integration_id}
          AND status = 'active' ORDER BY started_at LIMIT 1`);
      const message: OutboundMessage = { client_id, conversation_id, role: 'assistant', content, ...more };
      const { id } = await queueMessage(db, message, systemClock.now());
      tools.bell.delivery({ client_id, integration_id });
      return id;
    },
    async close(): Promise<void> {
      await graph.close();
      await address.close();
      await Promise.all([...processes].map((bots) => bots.stop()));
      await stage.close();
    },
  };
}

/** One address in front of whichever process lives; nobody is there while none does. */
async function openAddress(): Promise<{
  url: string;
  put(bots: RunningBots): Promise<FastifyInstance>;
  remove(door: FastifyInstance): Promise<void>;
  /** Whoever waits for an answer of the process gets none. */
  cut(): void;
  close(): Promise<void>;
}> {
  let inFront: FastifyInstance | null = null;
  let cut = (): void => undefined;
  let gone = new Promise<null>(() => undefined);
  const server = Fastify({ forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.all('/*', async ({ method, url, headers, body }, reply) => {
    if (!inFront) return reply.code(502).send();
    const asked = inFront.inject({
      ...{ method: method as 'POST', url, headers },
      ...(Buffer.isBuffer(body) && { payload: body }),
    });
    const answer = await Promise.race([asked, gone]);
    if (!answer) return reply.code(502).send();
    return reply.code(answer.statusCode).send(answer.rawPayload);
  });
  return {
    url: await server.listen({ host: '127.0.0.1', port: 0 }),
    async put({ door: plugin }) {
      inFront = Fastify();
      await inFront.register(plugin);
      gone = new Promise((resolve) => (cut = () => resolve(null)));
      return inFront;
    },
    cut() {
      inFront = null;
      cut();
    },
    async remove(door) {
      if (inFront === door) inFront = null;
      await door.close();
    },
    async close() {
      await server.close();
      await inFront?.close();
    },
  };
}
