import { resolve } from 'node:path';
import { z } from 'zod';
import { route } from './route.js';
import { sendFile } from '../send-file.js';
import { readStoredFile } from '../../../src/messages/stored-file.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { MessageId } from '../../../src/shared/ids.js';
import { notFound } from '../../../src/shared/refusal.js';

/** What was sent as a file. */
export const mediaRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/messages/:id/media',
    role: 'viewer',
    summary: 'The file of a message; 404 when it is kept no more',
    params: z.object({ id: idSchema<MessageId>() }),
    produces: 'application/octet-stream',
    async handler({ app: { db, config }, params: { client_id, id: message_id }, request, reply }) {
      const stored = await readStoredFile(db, { client_id, message_id });
      if (!stored?.media_file) throw notFound('file');
      const { media_file: path, file_name: name } = stored;
      const isSent = await sendFile({ request, reply }, { folder: resolve(config.mediaDir), path, name });
      if (!isSent) throw notFound('file');
      return reply;
    },
  }),
];
