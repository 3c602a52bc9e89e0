import type { Person } from './person.js';
import { sql } from '../shared/database.js';
import type { Sql } from '../shared/database.js';

/** A shorter name stands in too many words to say who is meant. */
const shortestName = 3;

/**
 * Whether one of the person's addresses stands in a text: as a whole, not as a part of another one.
 *
 * @param text an expression of type text
 */
export function holdsAddress(text: Sql, { addresses }: Pick<Person, 'addresses'>): Sql {
  const pattern = addresses
    .map((address) => address.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join('|');
  if (pattern === '') return sql`false`;
  return sql`${text} ~ ${`(^|[^0-9A-Za-z_])(${pattern})([^0-9A-Za-z_]|$)`}`;
}

/** Whether the person's name stands in a text of JSON. */
export function holdsName(text: Sql, { names }: Pick<Person, 'names'>): Sql {
  const telling = names.filter((name) => name.length >= shortestName);
  return sql`EXISTS (
    SELECT FROM unnest(${telling}::text[]) AS told (name)
    WHERE position(trim(BOTH '"' FROM to_jsonb(told.name)::text) IN ${text}) > 0)`;
}

/** Whether one of these ids stands in a text. */
export function holdsId(text: Sql, ids: readonly string[]): Sql {
  return sql`EXISTS (SELECT FROM unnest(${[...ids]}::text[]) AS held (id) WHERE position(held.id IN ${text}) > 0)`;
}
