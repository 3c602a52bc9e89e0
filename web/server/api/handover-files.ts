import { z } from 'zod';
import { adminOf, handoversUrl, longestText, ofHandover, writingKey } from './handover-calls.js';
import { receiveFile } from './receive-file.js';
import { route } from './route.js';
import { writeFromPanel } from '../../../src/handovers/write-from-panel.js';
import { removeUnlessNamed } from '../../../src/privacy/files-to-remove.js';
import { msOfHours, plusMs } from '../../../src/shared/durations.js';

/** Nobody sends for longer. */
const forgottenAfterMs = msOfHours(24);

const form = z.object({
  text: z.string().trim().max(longestText).default('').describe('Its caption'),
  key: writingKey,
});

/** Files for the customer. */
export const handoverFileRoutes = [
  route({
    method: 'POST',
    url: `${handoversUrl}/:id/files`,
    role: 'admin',
    summary: 'Send a file to the customer, as the manager who has the request',
    params: ofHandover,
    form,
    response: z.object({ id: z.uuid().describe('Of the message') }),
    status: 201,
    async handler({ app, params: { client_id, id }, caller, request }) {
      const { db, clock, config } = app;
      const paths: string[] = [];
      const forgottenIn = async (ms: number): Promise<void> => {
        const due_at = plusMs(clock.now(), ms);
        for (const path of paths) await removeUnlessNamed(db, { client_id, path, due_at });
      };
      const onPlace = async (path: string): Promise<void> => {
        paths.push(path);
        await forgottenIn(forgottenAfterMs);
      };
      try {
        const place = { root: config.mediaDir, folder: client_id, onPlace };
        const { fields, file } = await receiveFile(request, form, place);
        const { path: media_file, ...given } = file;
        const words = { ...fields, admin: adminOf(caller), file: { ...given, media_file } };
        return await writeFromPanel(app, { client_id, handover_id: id }, words);
      } catch (error) {
        await forgottenIn(0);
        throw error;
      }
    },
  }),
];
