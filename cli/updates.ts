import { setTimeout as sleep } from 'node:timers/promises';
import { argumentsInvalid, readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { configOfProcess } from '../src/config.js';
import {
  discardFailedUpdates,
  listFailedUpdates,
  requestReplay,
} from '../src/integrations/failed-updates.js';
import type { FailedUpdate } from '../src/integrations/failed-updates.js';
import { monotonicMs } from '../src/shared/clock.js';
import { openDatabase } from '../src/shared/database.js';
import type { Database } from '../src/shared/database.js';
import { msOfSeconds } from '../src/shared/durations.js';
import { chosenUpdates, isHopeless, outcomeText, updatesTable } from './updates-text.js';

/** What could not be handled, and why. */
export async function runUpdatesList(args: readonly string[]): Promise<number> {
  return withDatabase(async (db) => {
    const { values } = readArguments(
      args,
      { all: { type: 'boolean', default: false } },
      'updates list [--all]',
    );
    console.log(updatesTable(await listFailedUpdates(db, { replayed: values.all })));
    return 0;
  });
}

/** Has updates handled once more by whoever holds their bots, and says what came of it. */
export async function runUpdatesReplay(args: readonly string[]): Promise<number> {
  return withDatabase(async (db) => {
    const chosen = await choose(db, args, 'updates replay ID… | --all');
    const possible = chosen.filter(({ is_connected }) => is_connected);
    for (const update of chosen) if (!update.is_connected) console.log(outcomeText(update));
    if (possible.length > 0) console.log(`Asking for ${possible.length} to be handled once more …`);
    const ids = possible.map(({ id }) => id);
    await requestReplay(db, ids);
    const replayed = await waitForReplays(db, new Set(ids));
    console.log(`${replayed} of ${chosen.length} handled.`);
    return replayed === chosen.length ? 0 : 1;
  });
}

/** Throws away what nobody needs any more. */
export async function runUpdatesDiscard(args: readonly string[]): Promise<number> {
  return withDatabase(async (db) => {
    const chosen = await choose(db, args, 'updates discard ID… | --all');
    const count = await discardFailedUpdates(
      db,
      chosen.map(({ id }) => id),
    );
    console.log(`${count} thrown away.`);
    return 0;
  });
}

const progressEveryMs = msOfSeconds(5);

/** Prints each outcome as it comes. @returns how many were handled */
async function waitForReplays(db: Database, waiting: Set<string>): Promise<number> {
  let progressAt = monotonicMs();
  let saidAt = progressAt;
  let handled = 0;
  while (waiting.size > 0) {
    const updates = await listFailedUpdates(db, { replayed: true, ids: [...waiting] });
    for (const update of updates.filter(({ replay_requested_at }) => replay_requested_at === null)) {
      waiting.delete(update.id);
      progressAt = monotonicMs();
      if (update.replayed_at) handled += 1;
      console.log(outcomeText(update));
    }
    const open = updates.filter(({ id }) => waiting.has(id));
    // What was discarded meanwhile is waited for no longer.
    if (open.length === 0) break;
    if (isHopeless(open, monotonicMs() - progressAt)) {
      for (const update of open) console.log(outcomeText(update));
      break;
    }
    if (monotonicMs() - saidAt > progressEveryMs) {
      saidAt = monotonicMs();
      console.log(`… ${open.length} still to come`);
    }
    await sleep(250);
  }
  return handled;
}

/** @throws EstafetaError `arguments_invalid`, `update_unknown`, `update_ambiguous` */
async function choose(db: Database, args: readonly string[], usage: string): Promise<FailedUpdate[]> {
  const { values, positionals } = readArguments(args, { all: { type: 'boolean', default: false } }, usage);
  if (values.all === positionals.length > 0)
    throw argumentsInvalid('Name updates by their ids, or all of them by --all.', usage);
  const updates = await listFailedUpdates(db, { replayed: false });
  return values.all ? updates : chosenUpdates(updates, positionals);
}

async function withDatabase(work: (db: Database) => Promise<number>): Promise<number> {
  const installation = await openInstallation(configOfProcess(), { share: true });
  const db = openDatabase(installation.databaseUrl, { max: 2, applicationName: 'estafeta-updates' });
  try {
    return await work(db);
  } finally {
    await db.close();
    await installation.close();
  }
}
