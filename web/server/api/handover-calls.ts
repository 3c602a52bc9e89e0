import { z } from 'zod';
import type { Caller } from '../../../src/admins/sessions.js';
import type { PanelAdmin } from '../../../src/handovers/act-from-panel.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { HandoverId } from '../../../src/shared/ids.js';

/** What the routes of requests have in common. */
export const handoversUrl = '/api/clients/:client_id/handovers';
export const ofHandover = z.object({ id: idSchema<HandoverId>() });

/** No messenger takes a longer text as a whole; it is cut where its messenger says. */
export const longestText = 8_000;
export const writingKey = z
  .uuid()
  .describe('New for each message: sent twice with the same one, it is written once');

/** Who asks, as the manager they are. */
export function adminOf({ admin_id, name, actor }: Caller): PanelAdmin {
  return { admin_id, name, actor };
}
