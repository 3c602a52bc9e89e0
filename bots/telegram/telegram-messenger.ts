import type { FastifyPluginAsync } from 'fastify';
import type { ClientId } from '../../src/shared/ids.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import type { FileFetcher, MediaStore } from '../media/media-store.js';
import type { Messenger, Right } from '../messenger.js';
import { openBotApi } from './bot-api.js';
import type { BotApi } from './bot-api.js';
import { TelegramConnection } from './connection.js';
import { telegramGroupBudget } from './group-budget.js';
import type { GroupBudgetSize } from './group-budget.js';
import { botIdOf } from './ids.js';
import { telegramFiles } from './media.js';
import { tokensOfClient, wantedConnections } from './wanted-connections.js';
import type { WantedConnection } from './wanted-connections.js';
import { webhookDoor } from './webhook-door.js';

/** Where Telegram is reached, and how. */
export type TelegramOptions = {
  /** The Bot API a token belongs to, without a trailing slash; null = none that can be reached here: left alone. */
  apiRootFor: (token: string) => string | null;
  /** Where Telegram brings the updates of this token's bot, without a trailing slash; null = polled, as all are unless told. */
  publicUrlFor?: (token: string) => string | null;
  /** What a bot may do in one group; Telegram's own limit unless told. */
  groupBudgetFor?: (token: string) => GroupBudgetSize;
};

type Options = TelegramOptions & {
  tools: Tools;
  sealedBox: SealedBox;
  media: MediaStore;
  /** Ends what is asked of Telegram outside of any connection. */
  signal: AbortSignal;
};

/** Customers' and managers' bots. */
export class TelegramMessenger implements Messenger {
  readonly door: FastifyPluginAsync;
  readonly #options: Options;
  readonly #connections = new Map<string, TelegramConnection>();
  readonly #unreadable = new Set<string>();
  #wanted = new Map<string, WantedConnection>();

  constructor(options: Options) {
    this.#options = options;
    const { tools, sealedBox, apiRootFor, signal } = options;
    this.door = webhookDoor({
      ...{ tools, sealedBox, apiRootFor, signal },
      wanted: (sender_key) => this.#wanted.get(sender_key),
      look: async () => void (await this.look()),
    });
  }

  async look(): Promise<readonly string[]> {
    const { tools, sealedBox, apiRootFor } = this.#options;
    this.#wanted = await wantedConnections(tools.db, sealedBox, (sender_key, problem) => {
      if (this.#unreadable.has(sender_key)) return;
      this.#unreadable.add(sender_key);
      tools.logger.error({ sender_key, problem }, "a bot's token can't be opened: this bot is not connected");
    });
    for (const [key, connection] of this.#connections) {
      const wanted = this.#wanted.get(key);
      if (wanted) connection.update(wanted);
    }
    return [...this.#wanted].filter(([, { token }]) => apiRootFor(token) !== null).map(([key]) => key);
  }

  connect(sender_key: string, right: Right): TelegramConnection | null {
    const { tools, sealedBox, media, apiRootFor } = this.#options;
    const { publicUrlFor = () => null, groupBudgetFor = () => telegramGroupBudget } = this.#options;
    const wanted = this.#wanted.get(sender_key);
    const apiRoot = wanted && apiRootFor(wanted.token);
    if (!wanted || !apiRoot) return null;
    const connection = new TelegramConnection({
      ...{ tools, wanted, apiRoot, sealedBox, media },
      publicUrl: publicUrlFor(wanted.token),
      budget: groupBudgetFor(wanted.token),
      ...right,
    });
    this.#connections.set(sender_key, connection);
    return connection;
  }

  forget(sender_key: string): void {
    this.#connections.delete(sender_key);
  }
}

/** Fetches what was sent through Telegram, by whichever bot of the client was given it. */
export function telegramFilesOf({
  tools,
  sealedBox,
  apiRootFor,
  signal,
}: Pick<Options, 'tools' | 'sealedBox' | 'apiRootFor' | 'signal'>): FileFetcher {
  // Also a bot that another process holds: fetching disturbs nobody.
  const botOf = async (client_id: ClientId, bot_id: number): Promise<BotApi | null> => {
    const tokens = await tokensOfClient(tools.db, sealedBox, client_id);
    const token = tokens.find((known) => botIdOf(known) === bot_id);
    const apiRoot = token && apiRootFor(token);
    return token && apiRoot ? openBotApi({ token, apiRoot, signal }) : null;
  };
  return telegramFiles(botOf);
}
