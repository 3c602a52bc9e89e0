import { sharedFairly } from './fair-share.js';
import type { App } from '../src/app.js';
import type { Handlers, Payload } from '../src/jobs/catalog.js';
import { runTurn } from '../src/conversations/run-turn.js';

/** A client's turns at once; the others find the rest of the places free. */
const turnsOfClient = 10;

/** The user has been quiet for long enough: the assistant reads and answers. */
export function runTurnJob(app: App): Handlers<'workers'>['run-turn'] {
  return sharedFairly<Payload<'run-turn'>>((ids) => runTurn(app, ids), {
    atMost: turnsOfClient,
    ringAgain: (ids) => app.bell.turn(ids),
  });
}
