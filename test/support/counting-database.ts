import type { Database, Queryable } from '../../src/shared/database.js';

/** A database that counts how often somebody waits for its answer. */
export type CountingDatabase = Database & { roundTrips: number };

/** Counts over a database: a statement is a round trip, so is a COMMIT, and so is everything that is sent at once. */
export function countingDatabase(database: Database): CountingDatabase {
  const counting: CountingDatabase = Object.create(database, {
    roundTrips: { value: 0, writable: true },
    ...overridden(countingQueryable(database, () => (counting.roundTrips += 1))),
    transaction: {
      value: ((work) => {
        counting.roundTrips += 1;
        return database.transaction((tx) => work(countingQueryable(tx, () => (counting.roundTrips += 1))));
      }) satisfies Database['transaction'],
    },
    atOnce: {
      value: ((...sent) => {
        counting.roundTrips += 1;
        return database.atOnce(...sent);
      }) as Database['atOnce'],
    },
  });
  return counting;
}

function countingQueryable(inner: Queryable, count: () => void): Queryable {
  return {
    query: (statement) => (count(), inner.query(statement)),
    one: (statement) => (count(), inner.one(statement)),
    maybeOne: (statement) => (count(), inner.maybeOne(statement)),
  };
}

function overridden(queryable: Queryable): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(queryable).map(([name, value]) => [name, { value }]));
}
