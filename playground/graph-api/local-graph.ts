import fastify, { type FastifyInstance } from 'fastify';
import { answerErrorsLikeMeta, Caller } from './caller.js';
import { bindCustomers } from './customers/customers.js';
import type { Customers } from './customers/customers.js';
import { bodyCheck } from './description/check-body.js';
import { Faults } from './faults.js';
import { Journal } from './journal.js';
import { Limiter } from './limiter.js';
import type { Limits } from './limiter.js';
import { MediaStore } from './media-store.js';
import type { ChatMessage, Customer } from './model.js';
import { addMediaRoutes } from './media-routes.js';
import { addMessageRoutes } from './message-routes.js';
import { bindNumbers } from './numbers.js';
import type { Numbers } from './numbers.js';
import { addObjectRoutes } from './object-routes.js';
import { shownTo } from './shown.js';
import type { Shown } from './shown.js';
import { Statuses } from './statuses.js';
import type { ToldStatus } from './statuses.js';
import { Webhooks } from './webhooks.js';
import { World } from './world.js';
import type { Where } from './world.js';

export interface LocalGraphOptions {
  /** Meta's limits; off where no number is given. */
  limits?: Limits | undefined;
  /** Milliseconds since 1970; the machine's clock by default. */
  now?: (() => number) | undefined;
  /** The pause before a webhook comes again, in milliseconds (1000); it doubles up to a minute. */
  webhookRetryMs?: number | undefined;
  /** Nothing overtakes a webhook that has to come again; with Meta newer ones do (false). */
  webhooksInOrder?: boolean | undefined;
  /** What an accepted message goes through by itself (`sent`, `delivered`), and how much later (50 ms). */
  statuses?: readonly ToldStatus[] | undefined;
  statusDelayMs?: number | undefined;
  /** What becomes of free text after the 24 hours: accepted, then told as failed (Meta does that), or refused. */
  outsideWindow?: 'refuse' | 'tell later' | undefined;
}

/** A Graph API on this machine, for the WhatsApp Cloud API: see docs/local-graph-api.md. */
export interface LocalGraph extends Customers, Numbers {
  /** Serves `/{version}/…` and `/attachments/`; listen on 127.0.0.1 only. */
  app: FastifyInstance;
  journal: Journal;
  faults: Faults;
  /** What a customer's phone shows of the chat with a number. */
  shown(where: Where): Shown;
  /** The bytes of a file by its id; undefined when it is not there any more. */
  file(media_id: string): Buffer | undefined;
  /** Puts back what stood in a chat when the last local Graph API was closed. */
  putBack(chat: { phone_number_id: string; customer: Customer; messages: readonly ChatMessage[] }): void;
  /** Ends the time of all download addresses given out so far. */
  expireDownloads(): void;
  /** The customer wrote longer than 24 hours ago. */
  closeWindow(where: Where): void;
  /** Calls the listener with each chat that changes; returns what ends that. */
  subscribe(listener: (chat: Where) => void): () => void;
  /** Listens on 127.0.0.1; resolves with the root to use instead of https://graph.facebook.com. */
  listen(port?: number): Promise<string>;
  /** Ends deliveries and waits, frees the port. */
  close(): Promise<void>;
}

/** Makes a local Graph API; everything is in memory and gone on close. */
export async function createLocalGraph(options: LocalGraphOptions = {}): Promise<LocalGraph> {
  const world = new World(options.now ?? Date.now);
  const media = new MediaStore(world.now);
  const webhooks = new Webhooks(options.webhookRetryMs ?? 1_000, options.webhooksInOrder ?? false);
  const statuses = new Statuses(world, webhooks, {
    automatic: options.statuses ?? ['sent', 'delivered'],
    delayMs: options.statusDelayMs ?? 50,
  });
  const journal = new Journal();
  const faults = new Faults();
  const caller = new Caller(world, faults, journal);
  const limiter = new Limiter(options.limits ?? {});
  const { outsideWindow = 'tell later' } = options;
  const sending = { world, media, limiter, statuses, checkBody: bodyCheck(), outsideWindow };
  const app = fastify({ forceCloseConnections: true, bodyLimit: 1_000_000 });
  answerErrorsLikeMeta(app);
  await addMediaRoutes(app, caller, media);
  addMessageRoutes(app, caller, sending);
  addObjectRoutes(app, { caller, media, webhooks });
  app.addHook('preClose', async () => {
    for (const part of [caller, statuses, webhooks]) part.close();
  });
  return {
    ...bindCustomers({ world, media, webhooks, statuses }),
    ...bindNumbers({ world, webhooks }),
    app,
    journal,
    faults,
    shown: (where) => shownTo(world, media, world.chatOf(where)),
    file: (media_id) => media.find(media_id)?.content,
    putBack: ({ phone_number_id, customer, messages }) =>
      world.putBack(world.openChat({ phone_number_id }, customer), messages),
    expireDownloads: () => media.expireLinks(),
    closeWindow: (where) => {
      const chat = world.chatOf(where);
      if (chat) chat.lastFromCustomerAt = 0;
    },
    subscribe: (listener) => world.subscribe(listener),
    listen: async (port = 0) => app.listen({ host: '127.0.0.1', port }),
    close: async () => app.close(),
  };
}
