import { setTimeout as sleep } from 'node:timers/promises';
import { isUniqueViolation } from './database.js';

/** Two who meet the same person for the first time meet once; the second attempt finds what the other one has made. */
const attempts = 5;

/** Nothing was changed: somebody else has just changed what this was to build on. */
export class RaceLost extends Error {
  constructor() {
    super('another process was first');
  }
}

/**
 * Does something that changes nothing when it loses a race, and does it again when it did: for a first contact, for the
 * same message told of twice, or in a deadlock.
 *
 * @throws what the last attempt threw, or what was no race
 */
export async function inspiteOfRaces<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (count === attempts || !isRace(error)) throw error;
      await sleep(Math.random() * 10 * count);
    }
  }
}

function isRace(error: unknown): boolean {
  return error instanceof RaceLost || isUniqueViolation(error) || isDeadlock(error);
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}
