import type { FastifyPluginAsync } from 'fastify';
import type { Attending } from '../../src/integrations/channel.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import type { FileFetcher, MediaStore } from '../media/media-store.js';
import type { Messenger, Right } from '../messenger.js';
import { CloudAttending } from './cloud-attending.js';
import { numbersOfClient, wantedNumbers } from './cloud-numbers.js';
import type { CloudNumber } from './cloud-numbers.js';
import { CloudConnection } from './connection.js';
import { GraphApi } from './graph-api.js';
import type { GraphAccess } from './graph-api.js';
import type { WebhookContext } from './handle-webhook.js';
import { cloudFiles } from './media.js';
import { cloudDoor } from './webhook-door.js';

/** Where Meta's Graph API is reached. */
export type CloudOptions = {
  /** The Graph API an access token belongs to, without a trailing slash; null = none that can be reached here: left alone, as all are unless told. */
  cloudRootFor?: (access_token: string) => string | null;
  /** Of the Graph API: `v23.0` unless told. */
  cloudVersion?: string;
};

type Options = CloudOptions & {
  tools: Tools;
  sealedBox: SealedBox;
  media: MediaStore;
  /** Ends what is asked of Meta outside of any connection. */
  signal: AbortSignal;
};

const usualVersion = 'v23.0';

/** Numbers of the official API. */
export class CloudMessenger implements Messenger {
  readonly door: FastifyPluginAsync;
  readonly #options: Options;
  readonly #webhooks: WebhookContext;
  readonly #connections = new Map<string, CloudConnection>();
  readonly #unreadable = new Set<string>();
  #wanted = new Map<string, CloudNumber>();

  constructor(options: Options) {
    this.#options = options;
    const { tools, sealedBox } = options;
    this.#webhooks = { tools, sealedBox, attendingOf: (number) => this.#attendingOf(number) };
    this.door = cloudDoor({ ...this.#webhooks, sealedBox });
  }

  async look(): Promise<readonly string[]> {
    const { tools, sealedBox } = this.#options;
    this.#wanted = await wantedNumbers(tools.db, sealedBox, (sender_key, problem) => {
      if (this.#unreadable.has(sender_key)) return;
      this.#unreadable.add(sender_key);
      tools.logger.error({ sender_key, problem }, "a number's secrets can't be opened: it is not connected");
    });
    const reachable = [...this.#wanted].filter(([key, number]) => this.#goesOn(key, number));
    return reachable.map(([key]) => key);
  }

  connect(sender_key: string, right: Right): CloudConnection | null {
    const number = this.#wanted.get(sender_key);
    const access = number && accessOf(this.#options, number);
    if (!number || !access) return null;
    const { tools, media } = this.#options;
    const connection = new CloudConnection({
      ...right,
      tools,
      number,
      access,
      media,
      webhooks: this.#webhooks,
    });
    this.#connections.set(sender_key, connection);
    return connection;
  }

  forget(sender_key: string): void {
    this.#connections.delete(sender_key);
  }

  /**
   * One whose token was replaced, or that is another client's now, is let go of for a moment, and made anew.
   *
   * @returns whether it is wanted as it is
   */
  #goesOn(key: string, number: CloudNumber): boolean {
    const access = accessOf(this.#options, number);
    const connection = this.#connections.get(key);
    if (connection && connection.integration_id !== number.id) return false;
    if (access && connection && JSON.stringify(access) !== JSON.stringify(connection.access)) return false;
    connection?.update(number);
    return access !== null;
  }

  /** Whoever receives a message may show that it is read: it takes no lease. */
  #attendingOf(number: CloudNumber): Attending | null {
    const { tools, signal } = this.#options;
    const access = accessOf(this.#options, number);
    return access && new CloudAttending(new GraphApi(access, signal), tools.logger);
  }
}

/** Fetches what was sent to a number, by whichever process. */
export function cloudFilesOf(options: Omit<Options, 'media'>): FileFetcher {
  const { tools, sealedBox, signal } = options;
  return cloudFiles(async (client_id, integration_id) => {
    const numbers = await numbersOfClient(tools.db, sealedBox, client_id);
    const number = numbers.find(({ id }) => id === integration_id);
    const access = number && accessOf(options, number);
    return access ? { graph: new GraphApi(access, signal), root: access.root } : null;
  });
}

function accessOf(
  { cloudRootFor = () => null, cloudVersion = usualVersion }: CloudOptions,
  { credentials }: CloudNumber,
): GraphAccess | null {
  const { access_token, phone_number_id } = credentials;
  const root = cloudRootFor(access_token);
  return root === null ? null : { root, version: cloudVersion, access_token, phone_number_id };
}
