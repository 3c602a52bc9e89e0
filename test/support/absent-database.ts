import type { Database } from '../../src/shared/database.js';

/**
 * A database that is away whenever it is told so, for whatever the handling of an update asks of it; leases and looking
 * for bots go on, so that a test sees what becomes of the update.
 */
export function absentDatabase(db: Database, isAway: () => boolean): Database {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (isAway() && new Error().stack?.includes('handle-update')) {
          return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
        }
        return (value as (...given: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}
