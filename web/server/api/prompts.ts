import { z } from 'zod';
import {
  newVersion,
  ofConversations,
  pastQuestions,
  promptDiff,
  promptId,
  promptInUse,
  promptName,
  promptTrial,
  promptVersion,
  promptWithText,
  toActivate,
  toRollBack,
  toTry,
  versionPage,
} from './prompt-shapes.js';
import { pageQuery } from './page-query.js';
import { route } from './route.js';
import { untilGone } from './until-gone.js';
import { activateVersion, restPrompt, rollBack } from '../../../src/prompts/activate-version.js';
import { readPastQuestions } from '../../../src/prompts/past-questions.js';
import { pageOfVersions, readPrompts, readVersion } from '../../../src/prompts/read-prompts.js';
import { saveVersion } from '../../../src/prompts/save-version.js';
import { diffLines } from '../../../src/prompts/text-diff.js';
import { tryPrompt } from '../../../src/prompts/try-prompt.js';

const line = '/api/clients/:client_id/prompts/:name';

const readingRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/prompts',
    role: 'viewer',
    summary: 'The prompts as they are in use',
    response: z.object({ items: z.array(promptInUse) }),
    async handler({ app, params }) {
      return { items: await readPrompts(app.db, params) };
    },
  }),
  route({
    method: 'GET',
    url: `${line}/versions`,
    role: 'viewer',
    summary: 'The versions of a prompt, the newest first',
    params: promptName,
    query: z.object(pageQuery),
    response: versionPage,
    async handler({ app, params, query }) {
      return pageOfVersions(app.db, params, query);
    },
  }),
  route({
    method: 'GET',
    url: `${line}/versions/:id`,
    role: 'viewer',
    summary: 'One version with its text',
    params: promptName.extend({ id: promptId }),
    response: promptWithText,
    async handler({ app, params }) {
      return readVersion(app.db, params);
    },
  }),
  route({
    method: 'GET',
    url: `${line}/diff`,
    role: 'viewer',
    summary: 'What was changed between two versions',
    params: promptName,
    query: z.object({ from: promptId, to: promptId }),
    response: promptDiff,
    async handler({ app, params, query }) {
      const [from, to] = await Promise.all([
        readVersion(app.db, { ...params, id: query.from }),
        readVersion(app.db, { ...params, id: query.to }),
      ]);
      return { parts: diffLines(from.text, to.text) };
    },
  }),
  route({
    method: 'GET',
    url: `${line}/questions`,
    role: 'viewer',
    summary: 'What customers asked in past conversations, to be asked again in a trial',
    params: promptName,
    query: ofConversations,
    response: pastQuestions,
    async handler({ app, params, query }) {
      return readPastQuestions(app.db, { ...params, ...query });
    },
  }),
];

const writingRoutes = [
  route({
    method: 'POST',
    url: `${line}/versions`,
    role: 'admin',
    summary: 'Keep a text as a new version; the active one stays active',
    params: promptName,
    body: newVersion,
    response: promptVersion,
    status: 201,
    async handler({ app, params, body, caller }) {
      return app.db.transaction((tx) => saveVersion(tx, { ...params, ...body, actor: caller.actor }));
    },
  }),
  route({
    method: 'POST',
    url: `${line}/activate`,
    role: 'admin',
    summary: 'Make a version the active one: the next message is answered with it',
    params: promptName,
    body: toActivate,
    response: promptVersion,
    async handler({ app, params, body, caller }) {
      const by = { actor: caller.actor, now: app.clock.now() };
      return app.db.transaction((tx) => activateVersion(tx, { ...params, ...body, ...by }));
    },
  }),
  route({
    method: 'POST',
    url: `${line}/roll-back`,
    role: 'admin',
    summary: 'Go back to the version that was in use before the active one',
    params: promptName,
    body: toRollBack,
    response: promptVersion,
    async handler({ app, params, body, caller }) {
      const by = { actor: caller.actor, now: app.clock.now() };
      return app.db.transaction((tx) => rollBack(tx, { ...params, ...body, ...by }));
    },
  }),
  route({
    method: 'POST',
    url: `${line}/rest`,
    role: 'admin',
    summary: "Have the client's own prompt rest: the default holds",
    params: promptName,
    body: toRollBack,
    async handler({ app, params, body, caller }) {
      await app.db.transaction((tx) => restPrompt(tx, { ...params, ...body, actor: caller.actor }));
    },
  }),
  route({
    method: 'POST',
    url: `${line}/try`,
    role: 'admin',
    summary: 'Ask the model the same questions with two texts; nothing is sent to anybody',
    params: promptName,
    body: toTry,
    response: promptTrial,
    async handler({ app, params, body, reply }) {
      const { client_id } = params;
      return { items: await tryPrompt(app, { client_id, line: params, ...body }, untilGone(reply)) };
    },
  }),
];

/** A client's prompts: what is in use, versions, what changed, trying, activating, going back. */
export const promptRoutes = [...readingRoutes, ...writingRoutes];
