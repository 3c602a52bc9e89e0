import { join, resolve } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { argumentsInvalid, readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { untilStopped } from './signals.js';
import { createBots } from '../bots/main.js';
import { openPlayground } from '../playground/main.js';
import type { Playground } from '../playground/main.js';
import { isPlaygroundAccessToken, isPlaygroundToken } from '../playground/tokens.js';
import { firstAdminLink } from '../src/admins/accounts.js';
import { linkAddress } from '../src/admins/links.js';
import { createApp } from '../src/app.js';
import type { App } from '../src/app.js';
import { configOfProcess } from '../src/config.js';
import type { Config } from '../src/config.js';
import { resealSecrets } from '../src/integrations/reseal-secrets.js';
import { msOfSeconds } from '../src/shared/durations.js';
import { startWeb } from '../web/server/main.js';
import type { WebServer } from '../web/server/main.js';
import { panelRoutes } from '../web/server/panel.js';
import { startWorkers } from '../workers/main.js';

const roles = ['all', 'bots', 'workers', 'web'] as const;
type Role = (typeof roles)[number];

/** Runs the installation, or one role of it, until it is told to stop. */
export async function runStart(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(
    args,
    { role: { type: 'string', default: 'all' } },
    'start [--role …]',
  );
  const role = roles.find((one) => one === values.role);
  if (!role || positionals.length > 0)
    throw argumentsInvalid(`A role is one of ${roles.join(', ')}.`, 'start [--role …]');
  const config = configOfProcess();
  const parts: Stoppable[] = [];
  try {
    await startParts(config, role, parts);
    await untilStopped();
    return 0;
  } finally {
    // The last started stops first: nothing loses the ground under its feet.
    for (const part of parts.toReversed()) await part.stop();
    // WhatsApp's library leaves timers behind, some for a minute: nobody waits for those.
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}

/** The local Telegram has no limit, and whoever tries things out with several customers should not wait for one. */
const playgroundBudget = { operations: 200, windowMs: msOfSeconds(60) };

const lingerMs = msOfSeconds(1);

type Stoppable = { stop(): Promise<void> };

async function startParts(config: Config, role: Role, parts: Stoppable[]): Promise<void> {
  const say = console.log;
  const installation = await openInstallation(config, { share: role !== 'all', say });
  parts.push({ stop: () => installation.close() });
  const app = await createApp(installation);
  parts.push({ stop: () => app.close() });
  const resealed = await resealSecrets(app.db, app.sealedBox);
  if (resealed > 0) app.logger.info({ resealed }, 'secrets were sealed anew with the newest key');
  const playground =
    role === 'all' && config.playground
      ? await openPlayground(join(resolve(config.dataDir), 'playground'))
      : null;
  if (playground) {
    parts.push({ stop: () => playground.close() });
    await playground.applyDemo(app);
  }
  if (role === 'all' || role === 'workers') startWorkers(app);
  const bots = role === 'all' || role === 'bots' ? botsOf(app, playground) : null;
  if (bots) parts.push(bots);
  // The door is open before the first webhook is set, and closed before the bots stop. Whoever serves HTTP anyway opens
  // it too: Meta brings what it has, however Telegram is asked.
  const isReached = config.telegramMode === 'webhook' || config.publicUrl !== undefined;
  const door = bots && (isReached || role === 'all') ? [bots.door] : [];
  const pages = role === 'all' || role === 'web' ? await pagesOf(app, playground) : [];
  const plugins = [...door, ...pages];
  const web = plugins.length > 0 ? await startWebOf(app, playground, { plugins, parts }) : null;
  if (web && pages.length > 0) await sayFirstAdmin(app, web);
  await startMetricsOf(app, parts);
  await bots?.start();
  app.logger.info({ role }, 'started');
}

function botsOf(app: App, playground: Playground | null): ReturnType<typeof createBots> {
  const { config, queues, sealedBox, processName } = app;
  const { operations, windowSeconds } = config.telegramGroupBudget;
  const publicUrl = config.telegramMode === 'webhook' ? (config.publicUrl ?? null) : null;
  return createBots({
    tools: app,
    queues,
    sealedBox,
    processName,
    assistant: app.assistant,
    mediaDir: resolve(config.mediaDir),
    // A demo bot is left alone when there is no playground for it.
    apiRootFor: (token) =>
      isPlaygroundToken(token) ? (playground?.apiRoot ?? null) : config.telegramApiRoot,
    // The playground's Telegram runs beside it, and is asked.
    publicUrlFor: (token) => (isPlaygroundToken(token) ? null : publicUrl),
    // A phone of the playground is linked to the local WhatsApp and never to the real one.
    whatsappUrlFor: ({ is_playground }) =>
      is_playground ? (playground?.reached.whatsapp?.socketUrl ?? null) : config.whatsappWebSocketUrl,
    whatsappFiles: () => playground?.reached.whatsapp?.media ?? localMediaOf(config),
    firstContactsPerDay: config.whatsappFirstContactsPerDay,
    whatsappLargestFile: config.whatsappMaxFileMb * 1024 * 1024,
    cloudRootFor: (access_token) =>
      isPlaygroundAccessToken(access_token)
        ? (playground?.reached.cloudRoot ?? null)
        : config.whatsappCloudApiRoot,
    cloudVersion: config.whatsappCloudApiVersion,
    groupBudgetFor: (token) =>
      isPlaygroundToken(token) ? playgroundBudget : { operations, windowMs: msOfSeconds(windowSeconds) },
  });
}

function localMediaOf({ whatsappMediaHost }: Config): { host: string } | null {
  return whatsappMediaHost === undefined ? null : { host: whatsappMediaHost };
}

/** What people open in a browser: the admins' panel with its API, and at `/` the playground where there is one. */
async function pagesOf(app: App, playground: Playground | null): Promise<FastifyPluginAsync[]> {
  // Only where it is served: what every start loads, every start pays for.
  const { apiPlugin } = await import('../web/server/api/api.js');
  return [
    apiPlugin({ ...app, messengers: messengersOf(app, playground) }),
    panelRoutes({ isAtRoot: !playground }),
    ...(playground ? [playground.plugin(app)] : []),
  ];
}

/** Secrets that the playground issued are checked there, and all others where they mean something. */
function messengersOf({ config, messengers }: App, playground: Playground | null): App['messengers'] {
  const { whatsappCloudApiVersion: version } = config;
  const cloudRoot = playground?.reached.cloudRoot;
  return {
    telegram: (token) =>
      isPlaygroundToken(token) ? (playground?.apiRoot ?? null) : messengers.telegram(token),
    cloud: (access_token) =>
      isPlaygroundAccessToken(access_token)
        ? cloudRoot
          ? `${cloudRoot}/${version}`
          : null
        : messengers.cloud(access_token),
  };
}

async function startWebOf(
  app: App,
  playground: Playground | null,
  { plugins, parts }: { plugins: FastifyPluginAsync[]; parts: Stoppable[] },
): Promise<WebServer> {
  const web = await startWeb(app, {
    // The playground lets whoever reaches it play a manager: never outside this machine.
    host: playground ? '127.0.0.1' : app.config.host,
    port: app.config.port,
    hasMetrics: app.config.metricsPort === undefined,
    plugins,
  });
  parts.push(web);
  if (playground)
    console.log(
      `\n  Estafeta is running. Open the playground: ${web.url.replace('127.0.0.1', 'localhost')}\n  Stop it with Ctrl-C.\n`,
    );
  else console.log(`Estafeta is running; health: ${web.url}/healthz`);
  return web;
}

/** Whoever opens this link first runs the installation; nobody can sign in before. */
async function sayFirstAdmin({ db, clock, config }: App, { url }: WebServer): Promise<void> {
  const link = await firstAdminLink(db, { now: clock.now() });
  if (!link) return;
  const address = linkAddress(config.publicUrl ?? url.replace('127.0.0.1', 'localhost'), link.secret);
  console.log(`  The admin panel has no admin yet. Become the first (within 24 hours): ${address}\n`);
}

/** A port for whoever watches, in a process of any role; what is open to the world serves no metrics then. */
async function startMetricsOf(app: App, parts: Stoppable[]): Promise<void> {
  const { host, metricsPort } = app.config;
  if (metricsPort === undefined) return;
  const web = await startWeb(app, { host, port: metricsPort, variable: 'METRICS_PORT' });
  parts.push(web);
  console.log(`Metrics: ${web.url}/metrics`);
}
