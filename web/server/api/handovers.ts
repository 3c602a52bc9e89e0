import { z } from 'zod';
import {
  adminOf,
  handoversUrl as url,
  longestText,
  ofHandover as params,
  writingKey,
} from './handover-calls.js';
import { boardHandover, openedHandover } from './handover-shapes.js';
import { pageQuery, pageSchema } from './page-query.js';
import { route } from './route.js';
import { actFromPanel } from '../../../src/handovers/act-from-panel.js';
import type { PanelAct } from '../../../src/handovers/act-from-panel.js';
import { readMayWrite } from '../../../src/handovers/may-write.js';
import { noteFromPanel } from '../../../src/handovers/note-from-panel.js';
import { writeFromPanel } from '../../../src/handovers/write-from-panel.js';
import type { Caller } from '../../../src/admins/sessions.js';
import type { App } from '../../../src/app.js';
import { boardColumns, readBoard, readBoardHandover } from '../../../src/reports/handover-board.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { ClientId, HandoverId, ManagerId } from '../../../src/shared/ids.js';
import { notFound } from '../../../src/shared/refusal.js';

/** What is written, to the customer or to colleagues. */
const words = z.object({
  text: z.string().trim().min(1, 'must not be empty').max(longestText),
  key: writingKey,
});

type Of = { client_id: ClientId; id: HandoverId };

/** Does it, and says how the request stands then. */
async function acted(app: App, { client_id, id }: Of, { caller, act }: { caller: Caller; act: PanelAct }) {
  await actFromPanel(app, { client_id, handover_id: id }, { act, admin: adminOf(caller) });
  return opened(app, { client_id, id }, caller);
}

async function opened({ db, clock }: App, { client_id, id }: Of, { admin_id }: Caller) {
  const asked = { client_id, handover_id: id, admin_id };
  const [handover, writing] = await Promise.all([
    readBoardHandover(db, asked),
    readMayWrite(db, { ...asked, now: clock.now() }),
  ]);
  if (!handover || !writing) throw notFound('request');
  return { ...handover, writing };
}

/** A button of the card, as a route. */
function button(path: string, type: Exclude<PanelAct['type'], 'reassign'>, summary: string) {
  return route({
    ...{
      method: 'POST',
      url: `${url}/:id/${path}`,
      role: 'admin',
      summary,
      params,
      response: openedHandover,
    },
    handler: async ({ app, params: of, caller }) => acted(app, of, { caller, act: { type } }),
  });
}

/** Requests for a person, as they stand now, and what managers do about them. */
export const handoverRoutes = [
  route({
    method: 'GET',
    url,
    role: 'viewer',
    summary: 'The requests of one column of the board',
    query: z.object({
      ...pageQuery,
      column: z.enum(boardColumns),
      manager: z
        .union([z.literal('me'), idSchema<ManagerId>()])
        .optional()
        .describe('Only what this manager, or whoever asks, has taken'),
    }),
    response: pageSchema(boardHandover),
    handler: async ({ app, params: { client_id }, query: { column, manager: of, ...page }, caller }) =>
      readBoard(app.db, {
        ...{ client_id, admin_id: caller.admin_id },
        ...{ column, of, page, now: app.clock.now() },
      }),
  }),
  route({
    method: 'GET',
    url: `${url}/:id`,
    role: 'viewer',
    summary: 'A request, and whether whoever asks may write to the customer',
    params,
    response: openedHandover,
    handler: async ({ app, params: of, caller }) => opened(app, of, caller),
  }),
  button('take', 'take', 'Take a request that nobody has: of two who do it at once one has it'),
  button('resolve', 'resolve', 'End a request'),
  button('return-to-bot', 'return_to_bot', 'End a request, and let the bot answer again'),
  button('to-queue', 'give_to_queue', 'Give a request back to the queue'),
  route({
    method: 'POST',
    url: `${url}/:id/assign`,
    role: 'admin',
    summary: 'Hand a request to a manager, or take it over',
    params,
    body: z.object({ to: z.union([z.literal('me'), idSchema<ManagerId>()]) }),
    response: openedHandover,
    handler: async ({ app, params: of, body: { to }, caller }) =>
      acted(app, of, { caller, act: { type: 'reassign', to } }),
  }),
  route({
    method: 'POST',
    url: `${url}/:id/messages`,
    role: 'admin',
    summary: 'Write to the customer, as the manager who has the request',
    params,
    body: words,
    response: z.object({
      id: z.uuid().describe('Of the message, or of the note'),
      is_note: z.boolean().describe('The text begins with //: it stays with the managers'),
    }),
    status: 201,
    handler: async ({ app, params: { client_id, id }, body, caller }) =>
      writeFromPanel(app, { client_id, handover_id: id }, { ...body, admin: adminOf(caller) }),
  }),
  route({
    method: 'POST',
    url: `${url}/:id/notes`,
    role: 'admin',
    summary: "Write to the other managers alone: it shows in the customer's topic, whoever has the request",
    params,
    body: words,
    response: z.object({ id: z.uuid() }),
    status: 201,
    handler: async ({ app, params: { client_id, id }, body, caller }) =>
      noteFromPanel(app, { client_id, handover_id: id }, { ...body, admin: adminOf(caller) }),
  }),
];
