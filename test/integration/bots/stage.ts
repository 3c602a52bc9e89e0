import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBots } from '../../../bots/main.js';
import type { BotsOptions, RunningBots } from '../../../bots/main.js';
import { botIdOf, externalMessageId } from '../../../bots/telegram/ids.js';
import type { GroupBudgetSize } from '../../../bots/telegram/group-budget.js';
import { createLocalTelegram } from '../../../playground/bot-api/local-telegram.js';
import type { LocalTelegram, LocalTelegramOptions } from '../../../playground/bot-api/local-telegram.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { requestHandover } from '../../../src/handovers/request-handover.js';
import { takeUser } from '../../../src/handovers/take.js';
import { sealCredentials, sealManagersToken } from '../../../src/integrations/credentials.js';
import type { Bell } from '../../../src/jobs/bell.js';
import type { Handlers } from '../../../src/jobs/catalog.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { OutboundMessage } from '../../../src/messages/queue-message.js';
import type { MediaReference } from '../../../src/messages/message-kinds.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type {
  ClientId,
  ConversationId,
  IntegrationId,
  ManagerId,
  MessageId,
  UserId,
} from '../../../src/shared/ids.js';
import { silentLogger } from '../../../src/shared/logger.js';
import {
  createSealedBox,
  hashSecret,
  newSealingKey,
  parseSealingKeys,
} from '../../../src/shared/sealed-box.js';
import { mirrorConversation } from '../../../src/topics/mirror-conversation.js';
import type { Tools } from '../../../src/use-case.js';
import { eventually } from '../../support/eventually.js';
import { mortalDatabase } from '../../support/mortal-database.js';

/** A message as it is seen in a chat of the local Telegram. */
export type Seen = {
  message_id: number;
  text: string;
  thread_id: number | null;
  from: { id: number; is_bot: boolean };
  media: { kind: string; file_name: string | null; url: string; size: number } | null;
  keyboard: { text: string; callback_data: string }[][];
  reactions: { emoji: string | string[] }[];
  reply_to: { message_id: number } | null;
  album_id: string | null;
  service: Record<string, unknown> | null;
};

export type StoredMessage = {
  id: MessageId;
  role: string;
  kind: string;
  content: string;
  delivery_status: string | null;
  delivery_error: string | null;
  external_message_id: string | null;
  conversation_id: ConversationId;
  user_id: UserId;
  media: MediaReference | null;
  entities: unknown;
  album_id: string | null;
  media_file: string | null;
  edited_at: Date | null;
  deleted_at: Date | null;
  metadata: Record<string, unknown>;
};

type StageOptions = {
  /** One bot for users and managers. */
  oneBot?: boolean;
  forum?: boolean;
  budget?: GroupBudgetSize;
  telegram?: LocalTelegramOptions;
};

/** A local Telegram with a shop's bot, a user, a managers' group with two managers, and the client in the database. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

let stages = 0;

export async function openStage(
  db: Database,
  { oneBot = false, forum = true, budget, telegram: options }: StageOptions = {},
) {
  const telegram: LocalTelegram = await createLocalTelegram(options);
  const apiRoot = await telegram.listen();
  const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-media-'));
  const sealingKeys = newSealingKey('k1');
  const box = createSealedBox(parseSealingKeys(sealingKeys));
  const shopBot = telegram.createBot({ username: 'shop_bot' });
  const managersBot = oneBot ? shopBot : telegram.createBot({ username: 'managers_bot' });
  const anna = telegram.createPerson({ first_name: 'Анна', username: 'anna' });
  const boris = telegram.createPerson({ first_name: 'Борис' });
  const group = telegram.createGroup({ title: 'Managers', is_forum: forum, creator: boris.id }).id;
  telegram.promoteMember({ group, member: managersBot.username });
  const number = (stages += 1);
  const client_id = newId<ClientId>();
  const integration_id = newId<IntegrationId>();
  const clients = [client_id];
  await addClient({ client_id, integration_id, group, token: shopBot.token });

  const heard = new Map<string, Handlers<'bots'>>();
  const running: RunningBots[] = [];
  const bell: Bell = {
    turn: () => undefined,
    handover: () => undefined,
    mirror: (ids) => void mirrorConversation(tools, ids).catch(() => undefined),
    delivery: (payload) =>
      void [...heard.values()].map((on) => on['deliver-messages'](payload).catch(() => undefined)),
    posts: (sender_key) =>
      void [...heard.values()].map((on) => on['send-posts']({ sender_key }).catch(() => undefined)),
  };
  const tools: Tools = { db, clock: systemClock, bell, logger: silentLogger };

  async function addClient(client: {
    client_id: ClientId;
    integration_id: IntegrationId;
    group: number;
    token: string;
  }): Promise<void> {
    const { client_id: id } = client;
    await db.query(
      sql`INSERT INTO clients (id, slug, name, language) VALUES (${id}, ${`stage-${id}`}, 'Coffee', 'en')`,
    );
    const managers = sealManagersToken(box, id, managersBot.token);
    await db.query(sql`
      INSERT INTO client_settings (client_id, telegram_chat_id, telegram_bot_token, telegram_bot_token_hash)
      VALUES (${id}, ${String(client.group)}, ${managers.telegram_bot_token}, ${managers.telegram_bot_token_hash})`);
    const integration = { client_id: id, id: client.integration_id, platform_id: 'telegram' as const };
    const sealed = sealCredentials(box, integration, { bot_token: client.token });
    await db.query(sql`
      INSERT INTO integrations (id, client_id, platform_id, name, credentials_encrypted, encryption_key_id, credentials_hash)
      VALUES (${client.integration_id}, ${id}, 'telegram', 'shop', ${Buffer.from(sealed.credentials_encrypted)},
        ${sealed.encryption_key_id}, ${sealed.credentials_hash})`);
  }

  async function callPerson(message: StoredMessage, of = client_id): Promise<void> {
    const profile = await loadClientProfile(db, of);
    const now = systemClock.now();
    await db.transaction((tx) =>
      requestHandover(tx, {
        ...{
          profile,
          conversation_id: message.conversation_id,
          user_id: message.user_id,
          now,
          summary: null,
        },
        ...{ reason: 'asked_for_human', trigger_type: 'keyword', explicit: true, opening_message_at: now },
      }),
    );
    bell.posts(`telegram:${hashSecret(managersBot.token)}`);
  }

  function chat(find: (chat: Record<string, unknown>) => boolean): Seen[] {
    const { chats } = telegram.view() as { chats: (Record<string, unknown> & { messages: Seen[] })[] };
    return chats.find(find)?.messages ?? [];
  }

  /** Starts a process of bots; several compete for the same tokens. */
  async function start(
    processName = `bots-${number}-${running.length}`,
    more: Partial<BotsOptions> = {},
  ): Promise<RunningBots> {
    const queues: BotsOptions['queues'] = {
      ownQueue: processName,
      handle: (_kind, handlers) => void heard.set(processName, handlers as Handlers<'bots'>),
    };
    const apiRootFor = (): string => apiRoot;
    const bots = await startBots({
      ...{ tools, queues, sealedBox: box, mediaDir, apiRootFor, processName },
      ...(budget && { groupBudgetFor: () => budget }),
      ...more,
    });
    const stopped: RunningBots = {
      ...bots,
      stop: () => {
        heard.delete(processName);
        return bots.stop();
      },
    };
    running.push(stopped);
    return stopped;
  }

  return {
    ...{
      telegram,
      db,
      tools,
      box,
      sealingKeys,
      client_id,
      integration_id,
      group,
      anna,
      boris,
      shopBot,
      managersBot,
      mediaDir,
      apiRoot,
    },
    sender_key: `telegram:${hashSecret(shopBot.token)}`,
    managers_key: `telegram:${hashSecret(managersBot.token)}`,

    start,

    /** Starts a process of bots that may be killed: it then ends in the middle of whatever it does. */
    async startToKill(): Promise<RunningBots & { kill(): Promise<void> }> {
      const mortal = mortalDatabase(db);
      const bots = await start(undefined, { leaseSeconds: 3, tools: { ...tools, db: mortal.db } });
      return {
        ...bots,
        async kill() {
          mortal.die();
          running.splice(running.indexOf(bots), 1);
          // Nothing of it is waited for: it never hears from the database again.
          void bots.stop();
        },
      };
    },

    async close(): Promise<void> {
      await Promise.all(running.map((bots) => bots.stop()));
      await telegram.close();
      await db.query(sql`DELETE FROM clients WHERE id = ANY(${clients})`);
      await rm(mediaDir, { recursive: true, force: true });
    },

    /** What stands in the user's chat with the bot. */
    userChat: (person = anna.id): Seen[] =>
      chat((seen) => seen['person'] === person && seen['type'] === 'private'),
    /** What the user was told, oldest first. */
    told: (person = anna.id): string[] =>
      chat((seen) => seen['person'] === person && seen['type'] === 'private')
        .filter(({ from }) => from.is_bot)
        .map(({ text }) => text),
    /** What stands in the managers' group, service messages left out. */
    groupChat: (id = group): Seen[] =>
      chat((seen) => seen['id'] === id).filter(({ service }) => service === null),

    messages: (): Promise<StoredMessage[]> =>
      db.query<StoredMessage>(
        sql`SELECT * FROM messages WHERE client_id = ${client_id} ORDER BY conversation_id, seq`,
      ),

    /** Says something to the user, as the assistant would. */
    async say(content: string, more: Partial<OutboundMessage> = {}): Promise<MessageId> {
      const { id: conversation_id } = await db.one<{ id: ConversationId }>(sql`
        SELECT id FROM conversations WHERE client_id = ${client_id} AND status = 'active' ORDER BY started_at LIMIT 1`);
      const message: OutboundMessage = { client_id, conversation_id, role: 'assistant', content, ...more };
      const { id } = await queueMessage(db, message, systemClock.now());
      bell.delivery({ client_id, integration_id });
      return id;
    },

    /** A user writes, and it is stored. */
    async meet(text = 'hello', person = anna.id): Promise<StoredMessage> {
      telegram.personStartsBot({ person, bot: shopBot.username });
      const { message_id } = telegram.personSends({ person, chat: shopBot.username, text });
      return eventually(async () => {
        const [stored] = await db.query<StoredMessage>(sql`
          SELECT * FROM messages WHERE client_id = ${client_id} AND external_message_id = ${externalMessageId(botIdOf(shopBot.token), message_id)}
            AND external_chat_id = ${String(person)}`);
        return stored ?? false;
      });
    },

    /** Calls a person for the user who wrote this. */
    callPerson: (message: StoredMessage): Promise<void> => callPerson(message),

    /** Another client with a bot and a group of its own, whose managers use the same bot. */
    async addOtherClient(username: string) {
      const other = { client_id: newId<ClientId>(), integration_id: newId<IntegrationId>() };
      const { token } = telegram.createBot({ username });
      const otherGroup = telegram.createGroup({ title: 'Others', is_forum: true, creator: boris.id }).id;
      telegram.promoteMember({ group: otherGroup, member: managersBot.username });
      clients.push(other.client_id);
      await addClient({ ...other, group: otherGroup, token });
      return {
        client_id: other.client_id,
        group: otherGroup,
        /** The same person writes to the other shop and asks for somebody. */
        async callPerson(text: string): Promise<void> {
          telegram.personStartsBot({ person: anna.id, bot: username });
          telegram.personSends({ person: anna.id, chat: username, text });
          const message = await eventually(async () => {
            const [stored] = await db.query<StoredMessage>(sql`
              SELECT * FROM messages WHERE client_id = ${other.client_id} AND content = ${text}`);
            return stored ?? false;
          });
          await callPerson(message, other.client_id);
        },
      };
    },

    /** Takes the user's request as Boris. */
    async take(message: StoredMessage): Promise<void> {
      const profile = await loadClientProfile(db, client_id);
      const { id } = await db.one<{ id: ManagerId }>(sql`
        INSERT INTO managers (client_id, telegram_user_id, name) VALUES (${client_id}, ${boris.id}, 'Борис')
        ON CONFLICT (client_id, telegram_user_id) DO UPDATE SET name = excluded.name RETURNING id`);
      await db.transaction((tx) =>
        takeUser(tx, message.user_id, { profile, by: { id, name: 'Борис' }, now: systemClock.now() }),
      );
    },

    status: async (id: MessageId): Promise<StoredMessage> =>
      db.one<StoredMessage>(sql`SELECT * FROM messages WHERE client_id = ${client_id} AND id = ${id}`),
  };
}
