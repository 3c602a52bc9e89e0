import type { FastifyPluginAsync } from 'fastify';
import { sql } from '../src/shared/database.js';
import { msOfSeconds, wait } from '../src/shared/durations.js';
import type { ClientId } from '../src/shared/ids.js';
import { createLeaseKeeper } from '../src/shared/lease-keeper.js';
import type { SealedBox } from '../src/shared/sealed-box.js';
import type { Queues } from '../src/jobs/queue.js';
import { isAnyoneToTell } from '../src/integrations/tell-owner.js';
import { groupsWithWork } from '../src/topics/post-outbox.js';
import type { Tools } from '../src/use-case.js';
import { openBotApi } from './telegram/bot-api.js';
import type { BotApi } from './telegram/bot-api.js';
import { TelegramConnection } from './telegram/connection.js';
import { telegramGroupBudget } from './telegram/group-budget.js';
import type { GroupBudgetSize } from './telegram/group-budget.js';
import { botIdOf } from './telegram/ids.js';
import { MediaStore } from './telegram/media.js';
import { tokensOfClient, wantedConnections } from './telegram/wanted-connections.js';
import type { WantedConnection } from './telegram/wanted-connections.js';
import { webhookDoor } from './telegram/webhook-door.js';

export type BotsOptions = {
  tools: Tools;
  queues: Pick<Queues, 'ownQueue' | 'handle'>;
  sealedBox: SealedBox;
  /** The folder of conversations' files. */
  mediaDir: string;
  /** The Bot API a token belongs to, without a trailing slash; null = none that can be reached here: left alone. */
  apiRootFor: (token: string) => string | null;
  /** Where Telegram brings the updates of this token's bot, without a trailing slash; null = polled, as all are unless told. */
  publicUrlFor?: (token: string) => string | null;
  /** A name no other running process has. */
  processName: string;
  /** What a bot may do in one group; Telegram's own limit unless told. */
  groupBudgetFor?: (token: string) => GroupBudgetSize;
  /** How long a lease outlives its process; 15 unless told. */
  leaseSeconds?: number;
};

export type RunningBots = {
  /** The queue on which this process hears the bells of its bots. */
  queueName: string;
  /** Where messengers bring what they have for any bot, as routes for an HTTP server: close that before stopping. */
  door: FastifyPluginAsync;
  /** Stops receiving and sending, gives the leases back. */
  stop(): Promise<void>;
};

/** How often the database is asked which bots are wanted. */
const lookEveryMs = msOfSeconds(2);
/** The net under the bells: how often it is asked what may be sent. */
const pollEveryMs = msOfSeconds(1);
const looking = 'the wanted bots could not be listed; trying again in two seconds';

/** Bots that are not connected yet: first open their door, then start them. */
export function createBots(options: BotsOptions): RunningBots & { start(): Promise<void> } {
  const bots = new Bots(options);
  return {
    queueName: options.queues.ownQueue,
    door: bots.door(),
    start: () => bots.start(),
    stop: () => bots.stop(),
  };
}

/** Connects every bot that is wanted and that no other process holds, and keeps doing so. */
export async function startBots(options: BotsOptions): Promise<RunningBots> {
  const bots = createBots(options);
  await bots.start();
  return bots;
}

/** Something a connection may do now; the group is named for posts. */
type Due = {
  what: 'messages' | 'posts' | 'replays';
  sender_key: string;
  telegram_chat_id: string | null;
};

class Bots {
  readonly #options: BotsOptions;
  readonly #media: MediaStore;
  readonly #connections = new Map<string, TelegramConnection>();
  readonly #unreadable = new Set<string>();
  readonly #stopping = new AbortController();
  readonly #keeper: ReturnType<typeof createLeaseKeeper>;
  #wanted = new Map<string, WantedConnection>();
  #loops: Promise<void>[] = [];

  constructor(options: BotsOptions) {
    this.#options = options;
    this.#media = new MediaStore(options.mediaDir, (client_id, bot_id) => this.#botOf(client_id, bot_id));
    const { tools, processName, queues, leaseSeconds } = options;
    this.#keeper = createLeaseKeeper({
      db: tools.db,
      holder: processName,
      bellQueue: queues.ownQueue,
      logger: tools.logger,
      ...(leaseSeconds === undefined ? {} : { ttlSeconds: leaseSeconds }),
      onGained: (key, fence) => this.#connect(key, fence),
      onLost: (key) => this.#disconnect(key),
    });
  }

  door(): FastifyPluginAsync {
    const { tools, sealedBox, apiRootFor } = this.#options;
    return webhookDoor({
      ...{ tools, sealedBox, apiRootFor, signal: this.#stopping.signal },
      wanted: (sender_key) => this.#wanted.get(sender_key),
      look: () => this.#look(),
    });
  }

  async start(): Promise<void> {
    const { queues, tools } = this.#options;
    // A database that is away for a moment is no reason not to start.
    await this.#look().catch((error: unknown) => tools.logger.warn({ err: error }, looking));
    this.#loops = [
      this.#every(lookEveryMs, looking, () => this.#look()),
      this.#every(pollEveryMs, 'it could not be asked what is due', () => this.#wakeDue()),
      this.#every(lookEveryMs, 'owners could not be told what needs their hand', () => this.#tellOwners()),
    ];
    queues.handle(
      'bots',
      {
        'deliver-messages': async ({ integration_id }) => {
          for (const connection of this.#connections.values()) {
            if (connection.integration_id === integration_id) connection.wakeMessages();
          }
        },
        'send-posts': ({ sender_key }) => this.#wakePosts(sender_key),
      },
      { concurrency: 8 },
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await this.#keeper.close();
  }

  async #look(): Promise<void> {
    const { tools, sealedBox } = this.#options;
    this.#wanted = await wantedConnections(tools.db, sealedBox, (sender_key, problem) => {
      if (this.#unreadable.has(sender_key)) return;
      this.#unreadable.add(sender_key);
      tools.logger.error({ sender_key, problem }, "a bot's token can't be opened: this bot is not connected");
    });
    for (const [key, connection] of this.#connections) {
      const wanted = this.#wanted.get(key);
      if (wanted) connection.update(wanted);
    }
    const reachable = [...this.#wanted].filter(([, { token }]) => this.#options.apiRootFor(token) !== null);
    this.#keeper.want(reachable.map(([key]) => key));
  }

  #connect(key: string, fence: number): void {
    const wanted = this.#wanted.get(key);
    const { tools, sealedBox, apiRootFor, publicUrlFor = () => null } = this.#options;
    const { groupBudgetFor = () => telegramGroupBudget } = this.#options;
    const apiRoot = wanted && apiRootFor(wanted.token);
    if (!wanted || !apiRoot) return;
    const connection = new TelegramConnection({
      tools,
      wanted,
      apiRoot,
      publicUrl: publicUrlFor(wanted.token),
      sealedBox,
      media: this.#media,
      budget: groupBudgetFor(wanted.token),
      fence,
      isOurs: () => this.#keeper.fenceOf(key) === fence,
    });
    this.#connections.set(key, connection);
  }

  async #disconnect(key: string): Promise<void> {
    const connection = this.#connections.get(key);
    this.#connections.delete(key);
    await connection?.stop();
  }

  /** One query for all bots of the process; it reads what is due and nothing else. */
  async #wakeDue(): Promise<void> {
    const { db, clock } = this.#options.tools;
    if (this.#connections.size === 0) return;
    const hashes = [...this.#connections.keys()].map((key) => key.slice('telegram:'.length));
    const now = clock.now();
    const due = await db.query<Due>(sql`
      SELECT 'messages' AS what, 'telegram:' || i.credentials_hash AS sender_key, NULL AS telegram_chat_id
      FROM integrations i
      WHERE i.platform_id = 'telegram' AND i.credentials_hash = ANY(${hashes}) AND (EXISTS (
        SELECT FROM messages m
        WHERE m.integration_id = i.id AND m.client_id = i.client_id AND m.delivery_status IN ('queued', 'sending')
          AND (m.delivery_status = 'queued' AND m.delivery_due_at <= ${now} OR m.delivery_lease_until < now()))
        OR EXISTS (
        SELECT FROM messages m
        WHERE m.integration_id = i.id AND m.client_id = i.client_id AND m.amend_due_at <= ${now}
          AND (m.amend_lease_until IS NULL OR m.amend_lease_until <= now())))
      UNION ALL
      SELECT 'posts', 'telegram:' || s.telegram_bot_token_hash, s.telegram_chat_id
      FROM client_settings s
      WHERE s.telegram_bot_token_hash = ANY(${hashes}) AND EXISTS (
        SELECT FROM topic_posts p
        WHERE p.telegram_chat_id = s.telegram_chat_id AND p.client_id = s.client_id AND p.status IN ('queued', 'sending')
          AND (p.status = 'queued' AND p.due_at <= ${now} OR p.lease_until <= now()))
      UNION ALL
      SELECT DISTINCT 'replays', source, NULL FROM failed_updates
      WHERE replay_requested_at IS NOT NULL AND source = ANY(${[...this.#connections.keys()]})`);
    for (const { what, sender_key, telegram_chat_id } of due) {
      const connection = this.#connections.get(sender_key);
      if (what === 'messages') connection?.wakeMessages();
      else if (what === 'replays') connection?.wakeReplays();
      else if (telegram_chat_id !== null) await connection?.wakePosts([telegram_chat_id]);
    }
  }

  async #tellOwners(): Promise<void> {
    const { db, clock } = this.#options.tools;
    if (!(await isAnyoneToTell(db, clock.now()))) return;
    await Promise.all([...this.#connections.values()].map((connection) => connection.tellOwners()));
  }

  async #wakePosts(sender_key: string): Promise<void> {
    const connection = this.#connections.get(sender_key);
    if (!connection) return;
    const { db, clock } = this.#options.tools;
    await connection.wakePosts(await groupsWithWork(db, sender_key, clock.now()));
  }

  /** Whichever bot of the client was given a file, also one that another process holds: fetching disturbs nobody. */
  async #botOf(client_id: ClientId, bot_id: number): Promise<BotApi | null> {
    const { tools, sealedBox, apiRootFor } = this.#options;
    const tokens = await tokensOfClient(tools.db, sealedBox, client_id);
    const token = tokens.find((known) => botIdOf(known) === bot_id);
    const apiRoot = token && apiRootFor(token);
    return token && apiRoot ? openBotApi({ token, apiRoot, signal: this.#stopping.signal }) : null;
  }

  async #every(ms: number, failing: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await wait(ms, signal);
      if (signal.aborted) return;
      await work().catch((error: unknown) => this.#options.tools.logger.warn({ err: error }, failing));
    }
  }
}
