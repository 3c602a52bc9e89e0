import { route } from './route.js';
import { Live } from '../live/live.js';

/** Those who look on, by the server that shows them. */
const lives = new WeakMap<object, Live>();

/** What changes, as it changes. */
export const eventRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/events',
    role: 'viewer',
    summary: 'What changes, as server-sent events: the topics whose data is to be read anew',
    produces: 'text/event-stream',
    async handler({ params: { client_id }, caller, mayStill, app, request, reply }) {
      if (!/\btext\/event-stream\b/.test(request.headers.accept ?? '')) throw notAStream();
      const live = lives.get(request.server) ?? new Live();
      lives.set(request.server, live);
      await live.open(reply, { admin_id: caller.admin_id, client_id, db: app.db, mayStill });
    },
  }),
];

/** An answer without an end is given only to who knows that it has none. */
function notAStream(): Error {
  return Object.assign(new Error('This is a stream of events; ask with `Accept: text/event-stream`.'), {
    statusCode: 406,
  });
}
