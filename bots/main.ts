import type { FastifyPluginAsync } from 'fastify';
import type { Assistant } from '../src/assistant/assistant.js';
import { msOfSeconds, wait } from '../src/shared/durations.js';
import { createLeaseKeeper } from '../src/shared/lease-keeper.js';
import type { SealedBox } from '../src/shared/sealed-box.js';
import type { Queues } from '../src/jobs/queues.js';
import { isAnyoneToTell } from '../src/integrations/tell-owner.js';
import { groupsWithWork } from '../src/topics/post-outbox.js';
import type { Tools } from '../src/use-case.js';
import { whatIsDue } from './due.js';
import { FetchingLoop } from './fetching-loop.js';
import { startHearing } from './hearing-loop.js';
import type { HearingLoop } from './hearing-loop.js';
import { MediaStore } from './media/media-store.js';
import type { Connection, Messenger } from './messenger.js';
import { TelegramMessenger, telegramFilesOf } from './telegram/telegram-messenger.js';
import type { TelegramOptions } from './telegram/telegram-messenger.js';
import { CloudMessenger, cloudFilesOf } from './whatsapp-cloud/cloud-messenger.js';
import type { CloudOptions } from './whatsapp-cloud/cloud-messenger.js';
import { linkedPhone } from './whatsapp/linked-phone.js';
import { WhatsAppMessenger } from './whatsapp/whatsapp-messenger.js';
import type { WhatsAppOptions } from './whatsapp/whatsapp-messenger.js';

export type BotsOptions = TelegramOptions &
  CloudOptions &
  WhatsAppOptions & {
    tools: Tools;
    queues: Pick<Queues, 'ownQueue' | 'handle'>;
    sealedBox: SealedBox;
    /** The folder of conversations' files. */
    mediaDir: string;
    /** What hears voice notes; left out: nothing does. */
    assistant?: Pick<Assistant, 'hear'>;
    /** A name no other running process has. */
    processName: string;
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

/** How often the database is asked which connections are wanted. */
const lookEveryMs = msOfSeconds(2);
/** The net under the bells: how often it is asked what may be sent. */
const pollEveryMs = msOfSeconds(1);
const looking = 'the wanted connections could not be listed; trying again in two seconds';

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

/** Connects everything that is wanted and that no other process holds, and keeps doing so. */
export async function startBots(options: BotsOptions): Promise<RunningBots> {
  const bots = createBots(options);
  await bots.start();
  return bots;
}

class Bots {
  readonly #options: BotsOptions;
  readonly #stopping = new AbortController();
  readonly #keeper: ReturnType<typeof createLeaseKeeper>;
  /** By the platform that a sender key begins with. */
  readonly #messengers: ReadonlyMap<string, Messenger>;
  readonly #connections = new Map<string, Connection>();
  readonly #hearing: HearingLoop;
  readonly #fetching: FetchingLoop;
  #loops: Promise<void>[] = [];

  constructor(options: BotsOptions) {
    this.#options = options;
    const phones = new WhatsAppMessenger({ ...options, messages: linkedPhone });
    const media = filesOf(options, phones, this.#stopping.signal);
    phones.useMedia(media);
    this.#messengers = messengersOf(options, { phones, media, signal: this.#stopping.signal });
    const { tools, processName, queues, leaseSeconds, assistant = deaf } = options;
    this.#hearing = startHearing({
      tools: { ...tools, assistant },
      media,
      senderKeys: () => [...this.#connections.keys()],
    });
    this.#fetching = new FetchingLoop(tools, media, () => [...this.#connections.keys()]);
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
    const doors = [...this.#messengers.values()].flatMap(({ door }) => (door ? [door] : []));
    return async (server) => {
      for (const door of doors) await server.register(door);
    };
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
    await Promise.all([...this.#loops, this.#hearing.stop(), this.#fetching.stop()]);
    await this.#keeper.close();
  }

  async #look(): Promise<void> {
    const wanted = await Promise.all([...this.#messengers.values()].map((messenger) => messenger.look()));
    this.#keeper.want(wanted.flat());
  }

  #connect(key: string, fence: number): void {
    const isOurs = (): boolean => this.#keeper.fenceOf(key) === fence;
    const connection = this.#messengerOf(key)?.connect(key, { fence, isOurs });
    if (connection) this.#connections.set(key, connection);
  }

  async #disconnect(key: string): Promise<void> {
    const connection = this.#connections.get(key);
    this.#connections.delete(key);
    this.#messengerOf(key)?.forget(key);
    await connection?.stop();
  }

  #messengerOf(sender_key: string): Messenger | undefined {
    return this.#messengers.get(sender_key.split(':', 1)[0] ?? '');
  }

  async #wakeDue(): Promise<void> {
    const { db, clock } = this.#options.tools;
    if (this.#connections.size === 0) return;
    const due = await whatIsDue(db, [...this.#connections.keys()], clock.now());
    for (const { what, sender_key, telegram_chat_id } of due) {
      const connection = this.#connections.get(sender_key);
      if (what === 'messages') connection?.wakeMessages();
      else if (what === 'replays') connection?.wakeReplays?.();
      else if (what === 'recordings') this.#hearing.wake();
      else if (what === 'files') this.#fetching.wake();
      else if (telegram_chat_id !== null) await connection?.wakePosts?.([telegram_chat_id]);
    }
  }

  async #tellOwners(): Promise<void> {
    const { db, clock } = this.#options.tools;
    if (!(await isAnyoneToTell(db, clock.now()))) return;
    await Promise.all([...this.#connections.values()].map(async (connection) => connection.tellOwners?.()));
  }

  async #wakePosts(sender_key: string): Promise<void> {
    const connection = this.#connections.get(sender_key);
    if (!connection) return;
    const { db, clock } = this.#options.tools;
    await connection.wakePosts?.(await groupsWithWork(db, sender_key, clock.now()));
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

/** Hears nothing: no model is configured. */
const deaf: Pick<Assistant, 'hear'> = { hear: async () => null };

/** The files that come through the messengers. */
function filesOf(options: BotsOptions, phones: WhatsAppMessenger, signal: AbortSignal): MediaStore {
  const common = { ...options, signal };
  return new MediaStore(options.mediaDir, {
    telegram: telegramFilesOf(common),
    whatsapp: phones.files(),
    whatsapp_cloud: cloudFilesOf(common),
  });
}

/** The messengers there are, each under its platform. */
function messengersOf(
  options: BotsOptions,
  { phones, media, signal }: { phones: WhatsAppMessenger; media: MediaStore; signal: AbortSignal },
): Map<string, Messenger> {
  const common = { ...options, signal };
  return new Map<string, Messenger>([
    ['telegram', new TelegramMessenger({ ...common, media })],
    ['whatsapp', phones],
    ['whatsapp_cloud', new CloudMessenger({ ...common, media })],
  ]);
}
