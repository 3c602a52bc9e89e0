import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { createLocalTelegram } from './bot-api/local-telegram.js';
import { openCast, variablesOf } from './cast.js';
import type { Stage } from './cast.js';
import type { Desks } from './desks/desks.js';
import { openDesks } from './desks/open-desks.js';
import type { Reached } from './desks/open-desks.js';
import { playgroundRoutes } from './routes.js';
import type { App } from '../src/app.js';
import { applyClientFile, planClientFile } from '../src/clients/client-file/apply-client-file.js';
import { readClientFile } from '../src/clients/client-file/read-client-file.js';
import { projectFile } from '../src/shared/project-files.js';

export type Playground = {
  /** The local Bot API: for the tokens that `isPlaygroundToken` knows. */
  apiRoot: string;
  /** The local WhatsApp and the local Graph API, once somebody has chosen them. */
  reached: Readonly<Reached>;
  /** Makes the demo clients, and brings them to what a newer version of their files says. */
  applyDemo(app: App): Promise<void>;
  /** The page and what it asks for. */
  plugin(app: App): FastifyPluginAsync;
  close(): Promise<void>;
};

/**
 * Opens the local Telegram with the demo clients' bots, group and people in it.
 *
 * @param folder where it keeps its chats between starts, e.g. `.estafeta/playground`
 */
export async function openPlayground(folder: string): Promise<Playground> {
  const castFile = join(folder, 'cast.json');
  // A first start that was killed half-way left bots that nobody knows the tokens of: begin anew.
  if (!existsSync(castFile)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const telegram = await createLocalTelegram({ stateFile: join(folder, 'telegram.json') });
  const root = await telegram.listen();
  const stages = openCast(telegram, castFile);
  const reached: Reached = { whatsapp: null, cloudRoot: null };
  let desks: Desks | null = null;
  return {
    apiRoot: root,
    reached,
    applyDemo: async (app) => {
      for (const stage of stages) await applyStage(app, stage);
    },
    plugin: (app) => async (server) => {
      const opened = openDesks({
        ...{ app, folder: join(folder, 'desks'), stages, reached },
        ownAddress: new Promise((resolve) => {
          server.addHook('onListen', async () => resolve(addressOf(server)));
        }),
      });
      desks = opened;
      server.addHook('onListen', async () => opened.reopen());
      await server.register(playgroundRoutes({ app, telegram, stages, desks: opened }));
    },
    close: async () => {
      await desks?.close();
      await telegram.close();
    },
  };
}

function addressOf({ server }: FastifyInstance): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}`;
}

async function applyStage({ db, clock, sealedBox }: App, stage: Stage): Promise<void> {
  const name = `${stage.client}.yaml`;
  const variables = variablesOf(stage);
  const text = await readFile(projectFile('examples', name), 'utf8');
  const file = readClientFile({ name, text, variable: (variable) => variables[variable] });
  const { is_new, changes } = await planClientFile({ db, clock }, file, false);
  // What somebody has tried out in the panel is still so after a restart, unless a newer version says something new.
  if (!is_new && changes.every(({ changed_elsewhere }) => changed_elsewhere)) return;
  await applyClientFile({ db, clock, box: sealedBox }, file, { prune: false, actor: 'playground' });
}
