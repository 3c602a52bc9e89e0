import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { monotonicMs } from '../../src/shared/clock.js';
import { msOfSeconds, wait } from '../../src/shared/durations.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import { isSame } from '../same-secret.js';
import { openBotApi } from './bot-api.js';
import { lookAtGroups } from './group-look.js';
import { handleUpdate } from './handle-update.js';
import type { UpdateContext } from './update-context.js';
import { webhookAt } from './webhook-rows.js';
import type { Webhook } from './webhook-rows.js';
import type { WantedConnection } from './wanted-connections.js';

export type DoorOptions = {
  tools: Tools;
  sealedBox: SealedBox;
  /** What a bot is for now; undefined = nobody's. `look` asks the database when it is not known yet. */
  wanted: (sender_key: string) => WantedConnection | undefined;
  look: () => Promise<void>;
  apiRootFor: (token: string) => string | null;
  /** Ends what is still asked of Telegram. */
  signal: AbortSignal;
};

/** Far above what Telegram sends. */
const bodyLimit = 1_000_000;
/** How long a path that was found is not looked up again. */
const knownForMs = msOfSeconds(60);
/** How long a server that closes waits for what it is storing. */
const closeGraceMs = msOfSeconds(5);
const complainEveryMs = msOfSeconds(60);

/**
 * The door through which Telegram brings updates: `POST /telegram/<path>`. An update is stored when it is answered with
 * 200; with the database away it is answered with 503 and Telegram comes again. Every process may open it, for any bot.
 */
export function webhookDoor(options: DoorOptions): FastifyPluginAsync {
  const door = new Door(options);
  return async (server) => {
    server.removeAllContentTypeParsers();
    // Names that would reach into prototypes are taken out: refused, such an update would come again for a day.
    server.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit },
      server.getDefaultJsonParser('remove', 'remove'),
    );
    const admitted = new WeakMap<FastifyRequest, UpdateContext>();
    finishBeforeClosing(server);
    server.post<{ Params: { path: string } }>('/telegram/:path', {
      onRequest: async (request, reply) => {
        const found = await door.admit(
          request.params.path,
          request.headers['x-telegram-bot-api-secret-token'],
        );
        if (typeof found === 'number') return reply.code(found).send();
        admitted.set(request, found);
      },
      handler: async (request, reply) => {
        const context = admitted.get(request);
        if (context) await handleUpdate(context, request.body);
        return reply.code(200).send();
      },
      errorHandler: (error, _request, reply) => void reply.code(door.statusFor(error)).send(),
    });
  };
}

class Door {
  readonly #options: DoorOptions;
  readonly #known = new Map<string, { webhook: Webhook; until: number }>();
  readonly #contexts = new Map<string, UpdateContext>();
  readonly #complaints = new Map<string, { count: number; quietUntil: number }>();

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** @returns what an update that comes to this path is handled with, or the status it is refused with */
  async admit(path: string, secret: unknown): Promise<UpdateContext | 401 | 404> {
    const webhook = await this.#webhookAt(path);
    const wanted = webhook && (await this.#wanted(webhook.sender_key));
    if (!webhook || !wanted) {
      this.#complain('a webhook request came to an address that no bot has');
      return 404;
    }
    if (!isSame(secret, webhook.secret)) {
      this.#complain('a webhook request came without the right secret');
      return 401;
    }
    return this.#contextOf(webhook, wanted) ?? 404;
  }

  /** @returns 503 when nothing was stored, or not surely: Telegram comes again; 4xx for what was never an update */
  statusFor(error: { statusCode?: number | undefined }): number {
    const { statusCode = 503 } = error;
    if (statusCode >= 400 && statusCode < 500) return statusCode;
    this.#complain('an update could not be stored; Telegram brings it again', error);
    return 503;
  }

  async #webhookAt(path: string): Promise<Webhook | null> {
    const known = this.#known.get(path);
    if (known && monotonicMs() < known.until) return known.webhook;
    const { tools, sealedBox } = this.#options;
    const webhook = await webhookAt(tools.db, sealedBox, path);
    if (webhook) this.#known.set(path, { webhook, until: monotonicMs() + knownForMs });
    else this.#known.delete(path);
    return webhook;
  }

  async #wanted(sender_key: string): Promise<WantedConnection | undefined> {
    const { wanted, look } = this.#options;
    if (!wanted(sender_key)) await look();
    return wanted(sender_key);
  }

  #contextOf({ sender_key, username }: Webhook, wanted: WantedConnection): UpdateContext | null {
    const { tools, sealedBox, apiRootFor, signal } = this.#options;
    const known = this.#contexts.get(sender_key);
    if (known?.username === username) return known;
    const apiRoot = apiRootFor(wanted.token);
    if (apiRoot === null) return null;
    const bot = openBotApi({ token: wanted.token, apiRoot, signal });
    const connection = (): WantedConnection => this.#options.wanted(sender_key) ?? wanted;
    const onGroupChanged = (): void => void lookAtGroups({ tools, bot, connection: connection() });
    const context = { tools, sealedBox, bot, username, connection, onGroupChanged };
    this.#contexts.set(sender_key, context);
    return context;
  }

  /** Once a minute each: the door stands open to the internet, and the log must not be flooded through it. */
  #complain(words: string, err?: unknown): void {
    const now = monotonicMs();
    const complaint = this.#complaints.get(words) ?? { count: 0, quietUntil: 0 };
    complaint.count += 1;
    this.#complaints.set(words, complaint);
    if (now < complaint.quietUntil) return;
    this.#options.tools.logger.warn(
      { requests: complaint.count, ...(err === undefined ? {} : { err }) },
      words,
    );
    complaint.count = 0;
    complaint.quietUntil = now + complainEveryMs;
  }
}

/** A server that closes takes nothing new and cuts off what is open: first let what is being stored be answered. */
function finishBeforeClosing(server: FastifyInstance): void {
  const open = new Set<FastifyReply>();
  let onEmpty = (): void => undefined;
  server.addHook('onRequest', async (_request, reply) => {
    open.add(reply);
    reply.raw.once('close', () => {
      open.delete(reply);
      if (open.size === 0) onEmpty();
    });
  });
  server.addHook('preClose', async () => {
    if (open.size === 0) return;
    const answered = new AbortController();
    onEmpty = () => answered.abort();
    await wait(closeGraceMs, answered.signal);
  });
}
