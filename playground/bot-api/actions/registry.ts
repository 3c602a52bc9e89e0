import type { z } from 'zod';
import type { World } from '../world.js';
import type { Action } from './action.js';
import { personBlocksBot, personPresses, personReacts, personStartsBot, repeatLastUpdate } from './people.js';
import {
  addMember,
  closeTopic,
  createBot,
  createGroup,
  createPerson,
  createTopic,
  deleteTopic,
  demoteMember,
  migrateGroup,
  promoteMember,
  removeMember,
  renameTopic,
  reopenTopic,
  revokeToken,
  switchTopics,
} from './setup.js';
import { personDeletes, personEdits, personSends } from './writing.js';

/** Everything that can be done to the chats from outside, by the name it has in `/control/<name>`. */
export const ACTIONS = {
  createBot,
  revokeToken,
  switchTopics,
  createPerson,
  createGroup,
  migrateGroup,
  addMember,
  promoteMember,
  demoteMember,
  removeMember,
  createTopic,
  closeTopic,
  reopenTopic,
  renameTopic,
  deleteTopic,
  personSends,
  personEdits,
  personDeletes,
  personPresses,
  personReacts,
  personBlocksBot,
  personStartsBot,
  repeatLastUpdate,
};

type Bound<Entry> =
  Entry extends Action<infer Schema, infer Result> ? (args: z.input<Schema>) => Result : never;

/** The actions as functions; each throws ActionError (can't be done) or a ZodError (asked wrongly). */
export type Actions = { [Name in keyof typeof ACTIONS]: Bound<(typeof ACTIONS)[Name]> };

/** Binds the actions to one world; what an action changed is written down before it returns. */
export function bindActions(world: World): Actions {
  const bound = Object.entries(ACTIONS).map(([name, entry]) => {
    const { schema, run } = entry as Action<z.ZodType, unknown>;
    const act = (args: unknown): unknown => {
      const result = run(world, schema.parse(args));
      world.commit();
      return result;
    };
    return [name, act];
  });
  return Object.fromEntries(bound) as Actions;
}
