import type { Database, Queryable } from '../../src/shared/database.js';

/**
 * The database as a process sees it that is killed at some moment: what it had not sent by then is never sent, and it
 * never hears what became of the rest. A transaction that was under way is rolled back, as by PostgreSQL itself.
 *
 * @returns the database, and the killing
 */
export function mortalDatabase(db: Database): { db: Database; die: () => void } {
  let isDead = false;
  const silence = <T>(): Promise<T> => new Promise<T>(() => undefined);
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return silence<T>();
    try {
      const result = await work();
      return isDead ? await silence<T>() : result;
    } catch (error) {
      if (isDead) return silence<T>();
      throw error;
    }
  };
  const breaking = (tx: Queryable): Queryable => {
    const refuse = (): void => {
      if (isDead) throw new Error('killed in the middle of a transaction');
    };
    return {
      query: async (statement) => (refuse(), tx.query(statement)),
      one: async (statement) => (refuse(), tx.one(statement)),
      maybeOne: async (statement) => (refuse(), tx.maybeOne(statement)),
    };
  };
  return {
    db: {
      query: (statement) => alive(() => db.query(statement)),
      one: (statement) => alive(() => db.one(statement)),
      maybeOne: (statement) => alive(() => db.maybeOne(statement)),
      atOnce: (statements, durability) => alive(() => db.atOnce(statements, durability)),
      transaction: (work) =>
        alive(() =>
          db.transaction(async (tx) => {
            const result = await work(breaking(tx));
            if (isDead) throw new Error('killed before the commit');
            return result;
          }),
        ),
      prisma: () => db.prisma(),
      close: () => db.close(),
    },
    die: () => void (isDead = true),
  };
}
