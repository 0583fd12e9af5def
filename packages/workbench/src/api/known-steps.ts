/** What lists of runs have to know of steps: read again when the project changes, not with every run. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { WireStep } from 'motia/workbench/wire/steps'
import { useMemo } from 'react'
import { getJson } from './client.ts'

export type KnownStep = Pick<WireStep, 'id' | 'kind' | 'language' | 'file' | 'options'>

const NONE: readonly KnownStep[] = []

const knownStepsQuery = () =>
  queryOptions({
    queryKey: ['app', 'known-steps'] as const,
    queryFn: async ({ signal }): Promise<readonly KnownStep[]> =>
      (await getJson<readonly WireStep[]>('steps', {}, signal)).map(
        ({ id, kind, language, file, options }) => ({ id, kind, language, file, options }),
      ),
    staleTime: 60_000,
  })

/** Steps by id; empty until they are there. */
export function useKnownSteps(): ReadonlyMap<string, KnownStep> {
  const { data = NONE } = useQuery(knownStepsQuery())
  return useMemo(() => new Map(data.map((step) => [step.id, step])), [data])
}
