import fastify, { type FastifyInstance } from 'fastify';
import { bindActions, type Actions } from './actions/registry.js';
import type { Change } from './changes.js';
import { addBotRoutes } from './bot-routes.js';
import { addControlRoutes } from './control-routes.js';
import { Dispatcher, type Outcome } from './dispatch.js';
import { Faults } from './faults.js';
import { Journal } from './journal.js';
import { Limiter, type Limits } from './limiter.js';
import { ApiError } from './api-error.js';
import { Params } from './params.js';
import { viewState } from './view.js';
import { World } from './world.js';

export interface LocalTelegramOptions {
  /** Where the state is kept between starts; without it everything is forgotten on close. */
  stateFile?: string | undefined;
  /** Flood limits; off where no number is given. */
  limits?: Limits | undefined;
  /** Milliseconds since 1970; the machine's clock by default. */
  now?: (() => number) | undefined;
  /** The pause before a webhook's first redelivery, in milliseconds (1000); it doubles up to a minute. */
  webhookRetryMs?: number | undefined;
}

/** A Telegram on this machine, for real bots: see docs/local-bot-api.md. */
export interface LocalTelegram extends Actions {
  /** Serves `/bot<token>/<method>`, `/file/bot<token>/<path>` and `/control/*`; listen on 127.0.0.1 only. */
  app: FastifyInstance;
  journal: Journal;
  faults: Faults;
  /** Tokens given out here, revoked ones too: whoever uses one belongs to this Telegram. */
  issuedTokens(): ReadonlySet<string>;
  /** What `GET /control/state` answers. */
  view(): Record<string, unknown>;
  /** Calls the listener for each change; returns what ends that. */
  subscribe(listener: (change: Change) => void): () => void;
  /** Makes one call as a bot would, without HTTP. */
  call(token: string, method: string, values?: Record<string, unknown>): Promise<Outcome>;
  /** Listens on 127.0.0.1; resolves with the address to use as a bot's `apiRoot`. Port 0 = any free one. */
  listen(port?: number): Promise<string>;
  /** Ends long polls and event streams, writes the state down, frees the port. */
  close(): Promise<void>;
}

/** Makes a local Telegram. Throws an Error naming the file when the kept state is damaged. */
export async function createLocalTelegram(options: LocalTelegramOptions = {}): Promise<LocalTelegram> {
  const world = new World({
    now: options.now ?? Date.now,
    stateFile: options.stateFile,
    webhookRetryMs: options.webhookRetryMs ?? 1_000,
  });
  const journal = new Journal();
  const faults = new Faults();
  const dispatcher = new Dispatcher(world, faults, new Limiter(options.limits ?? {}), journal);
  const actions = bindActions(world);
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 60_000_000,
    routerOptions: { maxParamLength: 500 },
  });
  readBodiesLikeTelegram(app);
  await addBotRoutes(app, world, dispatcher);
  await addControlRoutes(app, { world, actions, faults, journal });
  app.addHook('preClose', async () => {
    dispatcher.close();
    world.close();
  });
  return {
    ...actions,
    app,
    journal,
    faults,
    issuedTokens: () => new Set(world.state.bots.values().map((bot) => bot.token)),
    view: () => viewState(world),
    subscribe: (listener) => world.changes.subscribe(listener),
    call: (token, method, values = {}) => dispatcher.call({ token, method, params: new Params(values) }),
    listen: async (port = 0) => app.listen({ host: '127.0.0.1', port }),
    close: async () => app.close(),
  };
}

/** Empty bodies are fine, form bodies too, and what can't be read is answered in Telegram's shape. */
function readBodiesLikeTelegram(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error("Bad Request: can't parse JSON object"), { statusCode: 400 }));
    }
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const code = error.statusCode ?? 500;
    return reply
      .status(code)
      .send(new ApiError(code, code === 500 ? 'Internal Server Error' : error.message).body());
  });
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(new ApiError(404, 'Not Found').body()));
}
