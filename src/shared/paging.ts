import { z } from 'zod';
import { FieldsInvalid } from './refused-edit.js';

/** A part of a list, and how to ask for the next one. */
export type Page<Item> = { items: Item[]; /** Null: this was the last. */ next: string | null };

/** How many a page holds at most. */
export const longestPage = 200;

/**
 * Cuts a page out of what was read, one more than it holds.
 *
 * @param rows `limit + 1` rows at most
 * @param keyOf what the next page begins after: the columns of the order
 */
export function pageOf<Row, Item = Row>(
  rows: readonly Row[],
  { limit, keyOf, item }: { limit: number; keyOf: (row: Row) => unknown; item?: (row: Row) => Item },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? packed(keyOf(last)) : null;
  return { items: item ? shown.map(item) : (shown as unknown as Item[]), next };
}

/**
 * Reads what `next` of the page before said.
 *
 * @param key its shape
 * @returns null for the first page
 * @throws FieldsInvalid
 */
export function readAfter<Key>(after: string | undefined, key: z.ZodType<Key>): Key | null {
  if (after === undefined) return null;
  const { data, success } = key.safeParse(unpacked(after));
  if (!success)
    throw new FieldsInvalid({
      after: { reason: 'page_over', message: 'must be what `next` of the page before said' },
    });
  return data;
}

function packed(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function unpacked(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
