import { msOfHours, msOfMinutes, msOfSeconds, plusMs, wait } from '../../src/shared/durations.js';
import { endOfMany } from '../../src/shared/end-of-many.js';
import { startDeliveryLoop } from '../../src/messages/delivery-loop.js';
import type { DeliveryLoop } from '../../src/messages/delivery-loop.js';
import { clearOldAlarm } from '../../src/integrations/alarms.js';
import { atMost } from '../../src/shared/in-time.js';
import type { Tools } from '../../src/use-case.js';
import type { MediaStore } from '../media/media-store.js';
import type { Connection, Right } from '../messenger.js';
import { CloudAmending } from './cloud-amending.js';
import { CloudAttending } from './cloud-attending.js';
import { CloudChannel } from './cloud-channel.js';
import type { CloudNumber } from './cloud-numbers.js';
import { ConnectionState } from './connection-state.js';
import { GraphApi } from './graph-api.js';
import type { GraphAccess } from './graph-api.js';
import type { WebhookContext } from './handle-webhook.js';
import { cloudProblem } from './problem.js';
import { replayChanges } from './replay-changes.js';
import { TemplateReader } from './template-reader.js';
import { Throttle } from './throttle.js';
import { Uploads } from './uploads.js';

export type ConnectionOptions = Right & {
  tools: Tools;
  number: CloudNumber;
  access: GraphAccess;
  media: MediaStore;
  /** What it takes to handle what was set aside. */
  webhooks: WebhookContext;
};

/** How often a number that works is looked at, and one that does not. */
const checkEveryMs = msOfMinutes(5);
const checkAgainMs = msOfSeconds(30);
const stopGraceMs = msOfSeconds(5);

/** One number of the official API in use: one sender, from the moment its lease is held until {@link stop}. */
export class CloudConnection implements Connection {
  readonly #options: ConnectionOptions;
  readonly #graph: GraphApi;
  readonly #state: ConnectionState;
  readonly #stopping = new AbortController();
  readonly #calls = endOfMany();
  readonly #delivery: DeliveryLoop;
  readonly #templates: TemplateReader;
  readonly #checking: Promise<void>;
  #number: CloudNumber;
  #replaying: Promise<void> | null = null;

  /** Starts at once, without waiting for Meta. */
  constructor(options: ConnectionOptions) {
    const { tools, number, access, media, fence, isOurs } = options;
    this.#options = options;
    this.#number = number;
    const { signal } = this.#calls;
    const graph = new GraphApi(access, signal);
    const state = new ConnectionState(tools, number);
    this.#graph = graph;
    this.#templates = new TemplateReader(graph, tools);
    this.#state = state;
    const { client_id, id: integration_id, sender_key } = number;
    const own = { integration_id, tools, graph, state, signal };
    const channel = new CloudChannel({
      ...own,
      uploads: new Uploads(graph, media),
      throttle: new Throttle(),
    });
    const sender = {
      ...{ client_id, integration_id, channel, lease: { key: sender_key, fence } },
      amending: new CloudAmending({ graph, state, logger: tools.logger }),
      attending: new CloudAttending(graph, tools.logger),
    };
    this.#delivery = startDeliveryLoop({ tools, sender, isOurs });
    this.#checking = this.#check();
  }

  get integration_id(): string {
    return this.#number.id;
  }

  /** What it was made of: another token asks for another connection. */
  get access(): GraphAccess {
    return this.#options.access;
  }

  /** Somebody may have learned whose account it is of, or that Meta's list of templates has changed. */
  update(number: CloudNumber): void {
    this.#number = number;
    if (number.templates_wanted_at !== null) this.#templates.want(number);
  }

  wakeMessages(): void {
    this.#delivery.wake();
  }

  wakeReplays(): void {
    const { webhooks, tools } = this.#options;
    if (this.#replaying) return;
    this.#replaying = replayChanges(webhooks, this.#number, this.#stopping.signal)
      .catch((error: unknown) =>
        tools.logger.warn({ err: error }, 'replaying stopped; it goes on in a moment'),
      )
      .finally(() => (this.#replaying = null));
  }

  /** Begins nothing more, lets what is being sent finish for a moment, then ends the calls under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const idle = Promise.all([this.#checking, this.#replaying, this.#delivery.stop()]).then(() =>
      this.#state.settled(),
    );
    await atMost(stopGraceMs, idle);
    this.#calls.abort();
    await atMost(stopGraceMs / 2, idle);
  }

  /** A number that is silent for hours would not notice by itself that its token is gone. */
  async #check(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const works = await this.#look();
      await wait(works ? checkEveryMs : checkAgainMs, signal);
    }
  }

  async #look(): Promise<boolean> {
    try {
      await this.#graph.number();
      this.#state.looked(null);
      await Promise.all([this.#templates.read(this.#number), this.#forgetOldAlarms().catch(() => undefined)]);
      return true;
    } catch (error) {
      const problem = cloudProblem(error);
      if (problem.type !== 'refused' && !this.#stopping.signal.aborted) this.#state.looked(problem);
      return false;
    }
  }

  /** Meta seldom tells that a restriction is over: after a day without news of it nobody is reminded any more. */
  async #forgetOldAlarms(): Promise<void> {
    const { tools } = this.#options;
    const { client_id, id: subject } = this.#number;
    const now = tools.clock.now();
    for (const kind of ['number_restricted', 'payment_needed'] as const)
      await clearOldAlarm(tools, { client_id, kind, subject }, { now, before: plusMs(now, -msOfHours(24)) });
  }
}
