import type { App } from '../src/app.js';
import type { Handlers } from '../src/jobs/catalog.js';
import { runTurn } from '../src/conversations/run-turn.js';

/** The user has been quiet for long enough: the assistant reads and answers. */
export function runTurnJob(app: App): Handlers<'workers'>['run-turn'] {
  return (ids) => runTurn(app, ids);
}
