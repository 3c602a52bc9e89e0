import { z } from 'zod';
import { invalidInput } from '../shared/errors.js';

/** A page of a list: what stands on it, and where the next one begins; null = there is none. */
export type Page<Item> = { items: Item[]; next: string | null };

/** How much of a list is asked for: after what was shown last, which the page before it gave. */
export type PageAsked = { after?: string | undefined; limit: number };

/** Where a list in time order goes on: the time of the row shown last, and its id for those of the same moment. */
export type Place = { at: Date; id: string };

const place = z.tuple([z.coerce.date(), z.uuid()]);

/** A place as text that says nothing to who carries it. */
export function placeToText({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** @throws EstafetaError `page_invalid` */
export function placeFrom(text: string): Place {
  const parsed = place.safeParse(jsonIn(text));
  if (!parsed.success) {
    const lines = ['after: is not what a page before this one gave as next'];
    throw invalidInput('page_invalid', lines, 'Begin with the first page again.');
  }
  const [at, id] = parsed.data;
  return { at, id };
}

/** Rows asked for with one more than the limit, as a page. */
export function pageOf<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => Place): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? placeToText(placeOf(last)) : null };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
