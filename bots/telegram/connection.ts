import { monotonicMs } from '../../src/shared/clock.js';
import { msOfSeconds, wait } from '../../src/shared/durations.js';
import { sql } from '../../src/shared/database.js';
import { atMost } from '../../src/shared/in-time.js';
import { startDeliveryLoop } from '../../src/messages/delivery-loop.js';
import type { DeliveryLoop } from '../../src/messages/delivery-loop.js';
import { refreshOpenCards } from '../../src/topics/cards.js';
import { releasePosts } from '../../src/topics/post-outbox.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import { openBotApi, stopGraceMs } from './bot-api.js';
import type { BotApi } from './bot-api.js';
import type { GroupStanding } from '../../src/topics/group-standing.js';
import { setUpBot } from './bot-setup.js';
import { ConnectionState } from './connection-state.js';
import { GroupBudget } from './group-budget.js';
import type { GroupBudgetSize } from './group-budget.js';
import { lookAtGroup } from './group-look.js';
import { GroupSender } from './group-sender.js';
import { handleUpdate } from './handle-update.js';
import type { UpdateContext } from './update-context.js';
import type { MediaStore } from '../media/media-store.js';
import type { Connection, Right } from '../messenger.js';
import { pollUpdates } from './poller.js';
import { telegramProblem } from './problem.js';
import type { ReceivingProblem } from './problem.js';
import { TelegramAmending } from './telegram-amending.js';
import { TelegramChannel } from './telegram-channel.js';
import { tellOwners } from './tell-owners.js';
import { replayUpdates } from './replay-updates.js';
import type { WantedConnection } from './wanted-connections.js';
import { keepWebhook } from './webhook-keeper.js';
import { webhookOf, webhookUrl } from './webhook-rows.js';
import type { Webhook } from './webhook-rows.js';

export type ConnectionOptions = {
  tools: Tools;
  wanted: WantedConnection;
  apiRoot: string;
  /** Where Telegram brings the updates; null = it is asked for them. */
  publicUrl: string | null;
  sealedBox: SealedBox;
  media: MediaStore;
  budget: GroupBudgetSize;
} & Right;

/** One bot token in use: one poller or one webhook, and one sender, from the moment its lease is held until {@link stop}. */
export class TelegramConnection implements Connection {
  readonly #options: ConnectionOptions;
  readonly #bot: BotApi;
  readonly #stopping = new AbortController();
  readonly #calls = new AbortController();
  readonly #state: ConnectionState;
  readonly #groups = new Map<string, GroupSender>();
  #wanted: WantedConnection;
  #delivery: DeliveryLoop | null = null;
  #deliversFor: string | null = null;
  #context: UpdateContext | null = null;
  #replaying: Promise<void> | null = null;
  #running: Promise<void>;
  #looking: Promise<unknown> = Promise.resolve();

  /** Starts at once, without waiting for Telegram. */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#wanted = options.wanted;
    this.#bot = openBotApi({
      token: options.wanted.token,
      apiRoot: options.apiRoot,
      signal: this.#calls.signal,
      pollingSignal: this.#stopping.signal,
    });
    this.#state = new ConnectionState(options.tools, () => this.#wanted);
    this.#running = this.#run();
  }

  get integration_id(): string | null {
    return this.#wanted.integration?.id ?? null;
  }

  /** What the bot is for may change while it runs: a group is named, a second client uses it. */
  update(wanted: WantedConnection): void {
    const before = namesOf(this.#wanted.groups);
    this.#wanted = wanted;
    this.#startDelivery();
    if (namesOf(wanted.groups) === before) return;
    void setUpBot(this.#setup());
    void this.#lookAtGroups();
  }

  /** Messages to users may be due. */
  wakeMessages(): void {
    this.#delivery?.wake();
  }

  /** Owners of the clients it serves may have to be told something; a bot that does not work itself is of no help. */
  async tellOwners(): Promise<void> {
    const { tools } = this.#options;
    const { sender_key } = this.#wanted;
    if (this.#context && this.#state.works && !this.#stopping.signal.aborted)
      await tellOwners({ tools, bot: this.#bot, sender_key });
  }

  /** Somebody wants updates handled that were set aside. */
  wakeReplays(): void {
    const { logger } = this.#options.tools;
    if (!this.#context || this.#replaying) return;
    this.#replaying = replayUpdates(this.#context, this.#stopping.signal)
      .catch((error: unknown) => logger.warn({ err: error }, 'replaying stopped; it goes on in a moment'))
      .finally(() => (this.#replaying = null));
  }

  /** Posts may be due in these groups. */
  async wakePosts(telegram_chat_ids: readonly string[]): Promise<void> {
    for (const telegram_chat_id of telegram_chat_ids) {
      if (this.#stopping.signal.aborted) return;
      const sender = this.#groups.get(telegram_chat_id) ?? (await this.#groupSender(telegram_chat_id));
      sender.wake();
    }
  }

  /** Begins nothing more, lets what is being sent finish for a moment, then ends the calls under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const senders = [...this.#groups.values()].map((sender) => sender.idle());
    const idle = Promise.all([this.#running, this.#replaying, this.#delivery?.stop(), ...senders]);
    await atMost(stopGraceMs, idle);
    this.#calls.abort();
    // What still can't be written down (the database is away) must not keep the other bots' leases from being renewed.
    await atMost(stopGraceMs / 2, idle);
  }

  async #run(): Promise<void> {
    const { tools } = this.#options;
    const { sender_key } = this.#wanted;
    await releasePosts(tools.db, sender_key).catch(() => undefined);
    await refreshOpenCards(tools.db, sender_key, tools.clock.now()).catch(() => undefined);
    this.#startDelivery();
    const username = await this.#username();
    if (username === null) return;
    void setUpBot(this.#setup());
    void this.#lookAtGroups();
    this.#context = {
      tools,
      bot: this.#bot,
      username,
      connection: () => this.#wanted,
      sealedBox: this.#options.sealedBox,
      onGroupChanged: () => void this.#lookAtGroups(),
    };
    await this.#receive(this.#context);
  }

  /** From here on updates come in, until the connection is stopped. */
  async #receive(context: UpdateContext): Promise<void> {
    const { tools, publicUrl } = this.#options;
    const receiving = {
      bot: this.#bot,
      onState: (problem: ReceivingProblem | null) => void this.#state.note(problem),
      logger: tools.logger,
      signal: this.#stopping.signal,
    };
    if (publicUrl === null) {
      await pollUpdates({ ...receiving, handle: (update) => handleUpdate(context, update) });
      return;
    }
    const webhook = await this.#webhook(context.username);
    if (!webhook) return;
    const url = webhookUrl(publicUrl, webhook);
    await keepWebhook({ ...receiving, url, secret: webhook.secret, clock: tools.clock });
  }

  /** Asks the database until it answers. @returns null when the connection was stopped before. */
  async #webhook(username: string): Promise<Webhook | null> {
    const { tools, sealedBox } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        return await webhookOf(tools.db, sealedBox, { sender_key: this.#wanted.sender_key, username });
      } catch (error) {
        tools.logger.warn({ err: error }, 'the address for a webhook could not be read; trying again');
        await wait(msOfSeconds(1), signal);
      }
    }
    return null;
  }

  /** Asks who the bot is until Telegram answers. @returns null when the connection was stopped before. */
  async #username(): Promise<string | null> {
    const { signal } = this.#stopping;
    for (let pause = msOfSeconds(1); !signal.aborted; pause = Math.min(pause * 2, msOfSeconds(30))) {
      try {
        return (await this.#bot.api.getMe()).username;
      } catch (error) {
        const problem = telegramProblem(error);
        await this.#state.note(problem);
        await wait(problem.type === 'unauthorized' ? msOfSeconds(30) : pause, signal);
      }
    }
    return null;
  }

  /** Sends for the integration the token belongs to now: a token may be moved from one to another while it is in use. */
  #startDelivery(): void {
    const { tools, media, fence, isOurs } = this.#options;
    const { integration, sender_key } = this.#wanted;
    const wanted = integration?.id ?? null;
    if (this.#stopping.signal.aborted || this.#deliversFor === wanted) return;
    void this.#delivery?.stop();
    this.#delivery = null;
    this.#deliversFor = wanted;
    if (!integration) return;
    const { client_id, id: integration_id } = integration;
    const own = { bot: this.#bot, media, logger: tools.logger };
    const channel = new TelegramChannel({ integration_id, ...own });
    const amending = new TelegramAmending(own);
    const sender = { client_id, integration_id, channel, amending, lease: { key: sender_key, fence } };
    this.#delivery = startDeliveryLoop({ tools, sender, isOurs });
  }

  async #groupSender(telegram_chat_id: string): Promise<GroupSender> {
    const { tools, media, budget: size, isOurs } = this.#options;
    const budget = new GroupBudget(size, await this.#spentBefore(telegram_chat_id, size));
    const group = this.#wanted.groups.find((known) => known.telegram_chat_id === telegram_chat_id);
    const sender = new GroupSender({
      tools,
      bot: this.#bot,
      media,
      sender_key: this.#wanted.sender_key,
      telegram_chat_id,
      language: group?.language,
      budget,
      look: () => this.#look(telegram_chat_id),
      isOurs: () => isOurs() && !this.#stopping.signal.aborted,
    });
    const known = this.#groups.get(telegram_chat_id) ?? sender;
    this.#groups.set(telegram_chat_id, known);
    return known;
  }

  async #lookAtGroups(): Promise<void> {
    for (const { telegram_chat_id } of this.#wanted.groups)
      if (telegram_chat_id !== null) await this.#look(telegram_chat_id);
  }

  /** One look at a time: an older answer must never be written down over a newer one. */
  #look(telegram_chat_id: string): Promise<GroupStanding | null> {
    const looked = this.#looking.then(async () => {
      return this.#stopping.signal.aborted ? null : lookAtGroup(this.#setup(), telegram_chat_id);
    });
    this.#looking = looked;
    return looked;
  }

  /** What whoever held the connection before has sent within the window: Telegram counts it too. */
  async #spentBefore(telegram_chat_id: string, { operations, windowMs }: GroupBudgetSize): Promise<number[]> {
    const { db, clock } = this.#options.tools;
    const now = clock.now();
    const rows = await db.query<{ sent_at: Date }>(sql`
      SELECT sent_at FROM topic_posts
      WHERE telegram_chat_id = ${telegram_chat_id} AND sent_at > ${new Date(now.getTime() - windowMs)}
        -- What managers wrote there themselves is none of ours; a note from the panel is.
        AND (kind NOT IN ('note', 'manager_message') OR payload ? 'written_at')
      ORDER BY sent_at DESC LIMIT ${operations}`);
    return rows.map(({ sent_at }) => monotonicMs() - (now.getTime() - sent_at.getTime()));
  }

  #setup() {
    return { tools: this.#options.tools, bot: this.#bot, connection: this.#wanted };
  }
}

/** Which groups these are and in which language; how they look changes by itself. */
function namesOf(groups: WantedConnection['groups']): string {
  return JSON.stringify(groups.map(({ telegram_chat_id, language }) => [telegram_chat_id, language]));
}
