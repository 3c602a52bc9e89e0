import { z } from 'zod';
import { longestPage } from '../../../src/shared/paging.js';

/** What every list takes: where the page before ended, and how much of it is wanted. */
export const pageQuery = {
  after: z.string().max(2000).optional().describe('`next` of the page before; left out: the first page'),
  limit: z.coerce.number().int().min(1).max(longestPage).default(50),
};

/** What every list answers with. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('To be given as `after`; null: this was the last page'),
  });
}
