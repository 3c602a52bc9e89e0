import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { readClients, readMe } from '../api/me.js';
import type { Me } from '../api/me.js';
import { ApiError } from '../api/request.js';

/** Who has signed in; null: nobody has, or not any more. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await readMe();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export const clientsQuery = queryOptions({ queryKey: ['clients'], queryFn: readClients, staleTime: 60_000 });

/** Keeps what the API answered; any answer that the session has ended asks for signing in. */
export function createQueryClient(): QueryClient {
  const noteEnd = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 401 && error.code === 'not_signed_in')
      client.setQueryData(meQuery.queryKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noteEnd }),
    mutationCache: new MutationCache({ onError: noteEnd }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400),
      },
    },
  });
  return client;
}
