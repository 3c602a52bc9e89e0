/** A count as it stands after something was added to it. */
export type Count = { value: number; expiresInMs: number };

/**
 * Counts of what happens within a stretch of time, seen by all processes. A count begins with the first thing added to it
 * and is forgotten so many milliseconds later. What counts stand for is never only here: they may be lost, and then start
 * anew. Kept in Redis where there is one, else in PostgreSQL.
 */
export interface Counters {
  /**
   * @param key names one count for all processes; begins with the client's id
   * @param by a whole number
   * @param lifeMs how long the count lives from its beginning; nothing while it goes on
   */
  add(key: string, by: number, lifeMs: number): Promise<Count>;
  /** @returns 0 when nothing has been added, or it is forgotten */
  read(key: string): Promise<number>;
  /** Begins the count anew. */
  clear(key: string): Promise<void>;
}
