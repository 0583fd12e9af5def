/** Reads a query again when the pulse says that more has changed than the first word of its key tells of. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLive } from './live.ts'

/** @param isOn nothing is followed otherwise */
export function useFollow(
  queryKey: QueryKey,
  names: readonly ('runs' | 'spans' | 'logs')[],
  isOn = true,
): void {
  const client = useQueryClient()
  const { pulse } = useLive()
  const version = pulse && names.map((name) => pulse.versions[name]).join()
  const seen = useRef(version)
  const latest = useRef(queryKey)
  latest.current = queryKey
  useEffect(() => {
    const isFirst = seen.current === undefined
    const isSame = seen.current === version
    seen.current = version
    if (isFirst || isSame || !isOn) return
    void client.invalidateQueries({ queryKey: latest.current, exact: true }, { cancelRefetch: false })
  }, [client, version, isOn])
}
