import type { Person } from './person.js';
import { sql } from '../shared/database.js';
import type { Sql } from '../shared/database.js';

/** A shorter name stands in too many words to say who is meant. */
const shortestName = 3;

/**
 * Everything that is said in JSON, each text and number on a line of its own: without the names of its fields, by which
 * somebody may be called as well, and without the escapes of JSON, which would grow together with the word behind them.
 *
 * @param value an expression of type jsonb
 */
export function saidIn(value: Sql): Sql {
  return sql`(SELECT coalesce(string_agg(said #>> '{}', E'\n'), '')
    FROM jsonb_path_query(${value}, 'strict $.** ? (@.type() == "string" || @.type() == "number")') AS said)`;
}

/**
 * Whether one of the person's addresses stands in a text, or their @username: as a whole, not as a part of another one.
 *
 * @param text an expression of type text
 */
export function holdsAddress(
  text: Sql,
  { addresses, usernames }: Pick<Person, 'addresses' | 'usernames'>,
): Sql {
  const anyOf = [...addresses, ...usernames.map((username) => `@${username}`)];
  if (anyOf.length === 0) return sql`false`;
  return sql`${text} ~ ${`(^|[^0-9A-Za-z_])(${pattern(anyOf)})([^0-9A-Za-z_]|$)`}`;
}

/** Whether something in JSON is the person's username and nothing else, as messengers write it. */
export function isUsername(value: Sql, { usernames }: Pick<Person, 'usernames'>): Sql {
  if (usernames.length === 0) return sql`false`;
  return sql`${saidIn(value)} ~ ${`(^|\n)(${pattern(usernames)})(\n|$)`}`;
}

/**
 * Whether the person's name stands in a text, as a word or some of them.
 *
 * @param text an expression of type text
 */
export function holdsName(text: Sql, { names }: Pick<Person, 'names'>): Sql {
  const telling = names.filter((name) => name.length >= shortestName);
  if (telling.length === 0) return sql`false`;
  return sql`${text} ~ ${`(^|[^[:alnum:]_])(${pattern(telling)})([^[:alnum:]_]|$)`}`;
}

/** Whether one of these ids stands in a text. */
export function holdsId(text: Sql, ids: readonly string[]): Sql {
  return sql`EXISTS (SELECT FROM unnest(${[...ids]}::text[]) AS held (id) WHERE position(held.id IN ${text}) > 0)`;
}

/** One of these, letter by letter. */
function pattern(words: readonly string[]): string {
  return words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|');
}
