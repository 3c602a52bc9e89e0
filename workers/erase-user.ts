import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { goOnWithErasure } from '../src/privacy/erase-user.js';

/** A user is erased: rows first, then files. */
export function eraseUserJob(app: App): Handlers<'workers'>['erase-user'] {
  return (ids) => goOnWithErasure({ ...app, mediaDir: app.config.mediaDir }, ids);
}
