import { Readable } from 'node:stream';
import { z } from 'zod';
import { pageQuery, pageSchema } from './page-query.js';
import { route } from './route.js';
import { channel, erasureShape, listedUser, shownUser } from './user-shapes.js';
import { writeAudit } from '../../../src/audit/write-audit.js';
import { askForErasure, readErasure } from '../../../src/privacy/erase-user.js';
import { exportAsDocument } from '../../../src/privacy/export-files.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { UserId } from '../../../src/shared/ids.js';
import { FieldsInvalid } from '../../../src/shared/refused-edit.js';
import { blockByAdmin, mergeByAdmin, unmergeByAdmin } from '../../../src/users/edit-users.js';
import { listUsers } from '../../../src/users/list-users.js';
import { showUser } from '../../../src/users/show-user.js';

const url = '/api/clients/:client_id/users';
const one = z.object({ id: idSchema<UserId>() });
/** The name of the kept export, without a word of whose it is. */
const fileName = 'estafeta-user.json';

const reading = [
  route({
    method: 'GET',
    url,
    role: 'viewer',
    summary: 'The users, each as they are kept, the last active first',
    query: z.object({
      ...pageQuery,
      search: z.string().trim().min(2).max(100).optional().describe('Part of a name, @username or number'),
      channel: channel.optional(),
    }),
    response: pageSchema(listedUser),
    async handler({ app: { db }, params: { client_id }, query: { after, limit, ...filter } }) {
      return listUsers(db, { client_id, filter, page: { after, limit } });
    },
  }),
  route({
    method: 'GET',
    url: `${url}/:id`,
    role: 'viewer',
    summary: 'One user, with addresses, conversations and requests; a merged one as who they are kept as',
    params: one,
    response: shownUser,
    async handler({ app: { db }, params: { client_id, id: user_id } }) {
      return showUser(db, { client_id, user_id });
    },
  }),
  route({
    method: 'GET',
    url: `${url}/:id/export`,
    role: 'admin',
    summary: 'Everything that is kept of a user, files too, as one JSON document to keep',
    params: one,
    produces: 'application/octet-stream',
    async handler({ app, params: { client_id, id: user_id }, caller, reply }) {
      const { db, clock, config } = app;
      const document = exportAsDocument(db, {
        client_id,
        user_id,
        mediaDir: config.mediaDir,
        now: clock.now(),
      });
      // Before anything is answered: there may be no such user.
      const first = await document.next();
      await db.transaction((tx) =>
        writeAudit(tx, {
          ...{ client_id, actor: caller.actor, action: 'export', subject: `user ${user_id}` },
          ...{ before: null, after: null },
        }),
      );
      void reply.headers({
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
      });
      return reply.send(Readable.from(whole(first.value ?? '', document)));
    },
  }),
];

const changing = [
  route({
    method: 'POST',
    url: `${url}/:id/merge`,
    role: 'admin',
    summary: 'This user and another one are one person: whoever is known for longer stays',
    params: one,
    body: z.object({ other_id: idSchema<UserId>() }),
    response: shownUser,
    async handler({ app, params: { client_id, id }, body: { other_id }, caller: { actor } }) {
      const user_id = await mergeByAdmin(app, { client_id, user_id: id, other_id, actor });
      return showUser(app.db, { client_id, user_id });
    },
  }),
  route({
    method: 'POST',
    url: `${url}/:id/unmerge`,
    role: 'admin',
    summary: 'Take the last merge into this user back: the two are two again',
    params: one,
    response: shownUser,
    async handler({ app, params: { client_id, id }, caller: { actor } }) {
      const user_id = await unmergeByAdmin(app, { client_id, user_id: id, actor });
      return showUser(app.db, { client_id, user_id });
    },
  }),
  route({
    method: 'PUT',
    url: `${url}/:id/blocked`,
    role: 'admin',
    summary: 'Answer a user no more, or again',
    params: one,
    body: z.object({ is_blocked: z.boolean() }),
    response: shownUser,
    async handler({ app, params: { client_id, id }, body, caller: { actor } }) {
      const user_id = await blockByAdmin(app, { client_id, user_id: id, ...body, actor });
      return showUser(app.db, { client_id, user_id });
    },
  }),
];

const erasing = [
  route({
    method: 'POST',
    url: `${url}/:id/erase`,
    role: 'admin',
    summary: 'Erase a user for good, with all they were merged with',
    params: one,
    body: z.object({
      typed: z
        .string()
        .max(500)
        .describe('Their name; without one their @username, number or id, as proof that it is meant'),
    }),
    response: erasureShape,
    status: 202,
    async handler({ app: { db, clock }, params: { client_id, id }, body, caller: { actor } }) {
      const user = await showUser(db, { client_id, user_id: id });
      if (body.typed.trim() !== (user.name ?? user.username ?? user.phone ?? user.id).trim())
        throw new FieldsInvalid({
          typed: { reason: 'other_name', message: 'is not what this user is called' },
        });
      const asked = { client_id, user_id: user.id, actor, now: clock.now() };
      return readErasure(db, await askForErasure(db, asked));
    },
  }),
  route({
    method: 'GET',
    url: '/api/clients/:client_id/erasures/:id',
    role: 'viewer',
    summary: 'How the erasing of a user stands',
    response: erasureShape,
    async handler({ app: { db }, params: { client_id, id: erasure_id } }) {
      return readErasure(db, { client_id, erasure_id });
    },
  }),
];

/** The client's customers: found, joined, exported, erased. */
export const userRoutes = [...reading, ...changing, ...erasing];

async function* whole(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
