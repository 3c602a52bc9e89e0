import { z } from 'zod';
import {
  clientOnDefault,
  newVersion,
  promptId,
  promptInUse,
  promptName,
  promptTrial,
  promptVersion,
  promptWithText,
  toActivate,
  toRollBack,
  toTryDefault,
  versionPage,
} from './prompt-shapes.js';
import { pageQuery } from './page-query.js';
import { route } from './route.js';
import { untilGone } from './until-gone.js';
import { activateVersion, restPrompt, rollBack } from '../../../src/prompts/activate-version.js';
import { pageOfVersions, readPrompts, readVersion } from '../../../src/prompts/read-prompts.js';
import { saveVersion } from '../../../src/prompts/save-version.js';
import { clientsOnDefault, tryDefault } from '../../../src/prompts/try-default.js';

const line = '/api/default-prompts/:name';
/** The installation's prompts are nobody's. */
const scope = { client_id: null };

/** The prompts for clients that have none of their own. */
export const defaultPromptRoutes = [
  route({
    method: 'GET',
    url: '/api/default-prompts',
    role: 'superadmin',
    summary: 'The default prompts as they are in use',
    response: z.object({ items: z.array(promptInUse) }),
    async handler({ app }) {
      return { items: await readPrompts(app.db, scope) };
    },
  }),
  route({
    method: 'GET',
    url: `${line}/versions`,
    role: 'superadmin',
    summary: 'The versions of a default prompt, the newest first',
    params: promptName,
    query: z.object(pageQuery),
    response: versionPage,
    async handler({ app, params, query }) {
      return pageOfVersions(app.db, { ...scope, ...params }, query);
    },
  }),
  route({
    method: 'GET',
    url: `${line}/versions/:id`,
    role: 'superadmin',
    summary: 'One version of a default prompt with its text',
    params: promptName.extend({ id: promptId }),
    response: promptWithText,
    async handler({ app, params }) {
      return readVersion(app.db, { ...scope, ...params });
    },
  }),
  route({
    method: 'POST',
    url: `${line}/versions`,
    role: 'superadmin',
    summary: 'Keep a text as a new version of a default prompt',
    params: promptName,
    body: newVersion,
    response: promptVersion,
    status: 201,
    async handler({ app, params, body, caller }) {
      const { actor } = caller;
      return app.db.transaction((tx) => saveVersion(tx, { ...scope, ...params, ...body, actor }));
    },
  }),
  route({
    method: 'POST',
    url: `${line}/activate`,
    role: 'superadmin',
    summary: 'Make a version the default for all clients without a prompt of their own',
    params: promptName,
    body: toActivate,
    response: promptVersion,
    async handler({ app, params, body, caller }) {
      const by = { actor: caller.actor, now: app.clock.now() };
      return app.db.transaction((tx) => activateVersion(tx, { ...scope, ...params, ...body, ...by }));
    },
  }),
  route({
    method: 'POST',
    url: `${line}/roll-back`,
    role: 'superadmin',
    summary: 'Go back to the default that was in use before',
    params: promptName,
    body: toRollBack,
    response: promptVersion,
    async handler({ app, params, body, caller }) {
      const by = { actor: caller.actor, now: app.clock.now() };
      return app.db.transaction((tx) => rollBack(tx, { ...scope, ...params, ...body, ...by }));
    },
  }),
  route({
    method: 'POST',
    url: `${line}/rest`,
    role: 'superadmin',
    summary: 'Have the default rest: the text of the program holds',
    params: promptName,
    body: toRollBack,
    async handler({ app, params, body, caller }) {
      const { actor } = caller;
      await app.db.transaction((tx) => restPrompt(tx, { ...scope, ...params, ...body, actor }));
    },
  }),
  route({
    method: 'GET',
    url: `${line}/clients`,
    role: 'superadmin',
    summary: 'The clients that go by a default prompt: it can be tried with each of them',
    params: promptName,
    response: z.object({ items: z.array(clientOnDefault) }),
    async handler({ app, params }) {
      return { items: await clientsOnDefault(app.db, params.name) };
    },
  }),
  route({
    method: 'POST',
    url: `${line}/try`,
    role: 'superadmin',
    summary:
      'Ask the model the same questions with two texts of a default prompt; nothing is sent to anybody',
    params: promptName,
    body: toTryDefault,
    response: promptTrial,
    async handler({ app, params, body, reply }) {
      return { items: await tryDefault(app, { ...params, ...body }, untilGone(reply)) };
    },
  }),
];
