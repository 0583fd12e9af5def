/** The page's one store of what was read, and the asking ahead: main.tsx, router.ts and live.ts use it. */
import { type FetchQueryOptions, QueryClient, type QueryKey } from '@tanstack/react-query'
import { ApiError } from './client.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      gcTime: 60_000,
      // What the server refuses it refuses again; what did not reach it may the next time.
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
      refetchOnWindowFocus: true,
    },
  },
})

/** Asks for what is about to be shown, while its code is still on the way. Whoever shows it tells of errors. */
export function ask<T, K extends QueryKey>(query: FetchQueryOptions<T, Error, T, K>): void {
  void queryClient.prefetchQuery(query)
}
