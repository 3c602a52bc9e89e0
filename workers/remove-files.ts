import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { removeFiles } from '../src/privacy/files-to-remove.js';

/** The messages of some files are gone: so are the files. */
export function removeFilesJob(app: App): Handlers<'workers'>['remove-files'] {
  return () => removeFiles({ ...app, mediaDir: app.config.mediaDir });
}
