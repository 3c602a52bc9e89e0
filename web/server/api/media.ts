import { resolve } from 'node:path';
import { z } from 'zod';
import { route } from './route.js';
import { untilGone } from './until-gone.js';
import { sendFile } from '../send-file.js';
import type { App } from '../../../src/app.js';
import { readStoredFile } from '../../../src/messages/stored-file.js';
import type { StoredFile } from '../../../src/messages/stored-file.js';
import { wantFile } from '../../../src/messages/wanted-files.js';
import { msOfSeconds, wait } from '../../../src/shared/durations.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { ClientId, MessageId } from '../../../src/shared/ids.js';
import { notFound } from '../../../src/shared/refusal.js';

/** What was sent as a file. */
export const mediaRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/messages/:id/media',
    role: 'viewer',
    summary: 'The file of a message, fetched if need be; 404 when it can be had no more',
    params: z.object({ id: idSchema<MessageId>() }),
    produces: 'application/octet-stream',
    async handler({ app, params: { client_id, id: message_id }, request, reply }) {
      const stored = await fetched(app, { client_id, message_id }, untilGone(reply));
      if (!stored?.media_file) throw notFound('file');
      const { media_file: path, file_name: name } = stored;
      const isSent = await sendFile({ request, reply }, { folder: resolve(app.config.mediaDir), path, name });
      if (!isSent) throw notFound('file');
      return reply;
    },
  }),
];

/** Nobody looks at a page for longer, waiting for a picture. */
const longestWaitMs = msOfSeconds(10);
const lookEveryMs = 250;

/** The file as it is kept; one that nobody has fetched yet is asked for, and waited for. */
async function fetched(
  { db, clock }: App,
  of: { client_id: ClientId; message_id: MessageId },
  gone: AbortSignal,
): Promise<StoredFile | null> {
  const stored = await readStoredFile(db, of);
  if (stored === null || stored.media_file !== null) return stored;
  if (!(await wantFile(db, of, clock.now()))) return stored;
  for (let waited = 0; waited < longestWaitMs && !gone.aborted; waited += lookEveryMs) {
    await wait(lookEveryMs, gone);
    const now = await readStoredFile(db, of);
    if (now === null || now.media_file !== null || !now.is_wanted) return now;
  }
  return stored;
}
