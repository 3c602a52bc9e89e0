import { z } from 'zod';
import { pageQuery, pageSchema } from './page-query.js';
import { moment, route } from './route.js';
import {
  addText,
  changeText,
  listTexts,
  readText,
  removeText,
  textShelves,
} from '../../../src/clients/named-texts.js';
import { changeNotice, listNotices } from '../../../src/clients/own-notices.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { NamedTextId } from '../../../src/shared/ids.js';
import { noticeNames } from '../../../src/texts/notices.js';
import type { NoticeName } from '../../../src/texts/shape/notices.js';

const noticesUrl = '/api/clients/:client_id/notices';
const url = '/api/clients/:client_id/texts/:shelf';

const noticeName = z.enum(noticeNames as [NoticeName, ...NoticeName[]]);
const byLanguage = z.record(z.string(), z.string());
const ownNotice = z.object({
  own: z
    .string()
    .nullable()
    .describe('For all languages. Empty: nothing is said. Null: the default of the customer’s language'),
  by_language: byLanguage.default({}).describe('What is said instead in a language: ru, en, kk'),
});
const notice = ownNotice
  .extend({
    name: noticeName,
    defaults: z.record(z.string(), z.string()),
    placeholders: z.array(z.string()).describe('What may stand in braces'),
  })
  .meta({ id: 'Notice' });

/** What customers are told in fixed words. */
export const noticeRoutes = [
  route({
    method: 'GET',
    url: noticesUrl,
    role: 'viewer',
    summary: 'The notices with their defaults in each language',
    response: z.object({ items: z.array(notice) }),
    async handler({ app, params }) {
      return { items: await listNotices(app.db, params.client_id) };
    },
  }),
  route({
    method: 'PUT',
    url: `${noticesUrl}/:name`,
    role: 'admin',
    summary: 'Give a notice texts of your own, or take them back with null and none by language',
    params: z.object({ name: noticeName }),
    body: ownNotice.extend({ seen: ownNotice.describe('What it was when it was opened') }),
    async handler({ app, params, body, caller }) {
      await app.db.transaction((tx) => changeNotice(tx, { ...params, ...body, actor: caller.actor }));
    },
  }),
];

const shelf = z.object({ shelf: z.enum(textShelves) });
const one = shelf.extend({ id: idSchema<NamedTextId>() });
const revision = z
  .string()
  .describe('Of the text as it was opened: a change is refused when somebody saved meanwhile');
const given = z.object({
  name: z.string(),
  text: z.string().nullable().describe('For all languages. Null: only by language, of saved replies'),
  by_language: byLanguage.default({}).describe('What saved replies say instead in a language: ru, en, kk'),
});
const listedText = z.object({ id: z.uuid(), name: z.string(), excerpt: z.string(), updated_at: moment });
const namedText = given.extend({ id: z.uuid(), updated_at: moment, revision }).meta({ id: 'NamedText' });

/** What managers send with /r, and what the assistant may say. */
export const textRoutes = [
  route({
    method: 'GET',
    url,
    role: 'viewer',
    summary: 'Saved replies, or articles of the knowledge, by name',
    params: shelf,
    query: z.object({
      ...pageQuery,
      words: z.string().trim().max(200).optional().describe('That stand in the name or the text'),
    }),
    response: pageSchema(listedText),
    async handler({ app, params, query }) {
      return listTexts(app.db, params, query);
    },
  }),
  route({
    method: 'GET',
    url: `${url}/:id`,
    role: 'viewer',
    summary: 'One text as a whole',
    params: one,
    response: namedText,
    async handler({ app, params }) {
      return readText(app.db, params);
    },
  }),
  route({
    method: 'POST',
    url,
    role: 'admin',
    summary: 'Add a text under a name',
    params: shelf,
    body: given,
    response: namedText,
    status: 201,
    async handler({ app, params, body, caller }) {
      const { actor } = caller;
      return app.db.transaction((tx) => addText(tx, { ...params, given: body, actor }));
    },
  }),
  route({
    method: 'PUT',
    url: `${url}/:id`,
    role: 'admin',
    summary: 'Change a text or its name',
    params: one,
    body: given.extend({ revision }),
    response: namedText,
    async handler({ app, params, body, caller }) {
      const { revision: seen, ...text } = body;
      const change = { ...params, given: text, revision: seen, actor: caller.actor };
      return app.db.transaction((tx) => changeText(tx, change));
    },
  }),
  route({
    method: 'DELETE',
    url: `${url}/:id`,
    role: 'admin',
    summary: 'Take a text away',
    params: one,
    query: z.object({ revision }),
    async handler({ app, params, query, caller }) {
      await app.db.transaction((tx) => removeText(tx, { ...params, ...query, actor: caller.actor }));
    },
  }),
];
