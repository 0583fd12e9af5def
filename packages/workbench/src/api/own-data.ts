/** A query of one thing, without what an earlier one brought: the page of a run never shows another's. */
import { type DefaultError, type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query'

export interface OwnQuery<T> {
  readonly data: T | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

export function useOwnQuery<T, K extends QueryKey>(
  options: UseQueryOptions<T, DefaultError, T, K>,
): OwnQuery<T> {
  const { data, error, refetch, isPlaceholderData } = useQuery(options)
  return { data: isPlaceholderData ? undefined : data, error, refetch }
}
