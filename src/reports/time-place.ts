import { z } from 'zod';
import { readAfter } from '../shared/paging.js';

/** How much of a list is asked for: after what was shown last, which the page before it gave as `next`. */
export type PageAsked = { after?: string | undefined; limit: number };

/** Where a list in time order goes on: the time of the row shown last, and its id for those of the same moment. */
export type Place = { at: Date; id: string };

const place = z.tuple([z.coerce.date(), z.uuid()]);

export function keyOfPlace({ at, id }: Place): z.input<typeof place> {
  return [at.toISOString(), id];
}

/** @returns null for the first page. @throws FieldsInvalid */
export function placeIn({ after }: PageAsked): Place | null {
  const read = readAfter(after, place);
  return read && { at: read[0], id: read[1] };
}
