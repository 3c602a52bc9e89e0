import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import type { Page } from './routes.js';

/**
 * A list read page by page, for `DataList`.
 *
 * @param list.queryKey with everything the list is narrowed by; while that changes, the rows before stay
 * @param list.read asks for the page after the key the page before ended with
 * @returns the pages, and the rows of all of them
 */
export function useKeyset<Item>(list: {
  queryKey: QueryKey;
  read: (asked: { after: string | undefined; signal: AbortSignal }) => Promise<Page<Item>>;
  refetchInterval?: number;
}) {
  const pages = useInfiniteQuery({
    queryKey: list.queryKey,
    queryFn: ({ pageParam: after, signal }) => list.read({ after, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: list.refetchInterval ?? false,
  });
  return { pages, rows: pages.data?.pages.flatMap(({ items }) => items) ?? [] };
}
