/** What the sidebar says beside the panels: how much runs, waits and fails at this moment. */
import { useQuery } from '@tanstack/react-query'
import { useLive } from '../api/live.ts'
import { failingQuery } from '../api/queries.ts'
import { countFinal } from '../model/errors/errors.ts'
import { toDepth } from '../model/figures/overview.ts'
import { toCount } from '../words/format.ts'
import { defineWords, useWords } from '../words/words.ts'
import type { Place } from './places.ts'

const WORDS = defineWords({
  en: {
    running: (count: number) => `${toCount(count)} running`,
    queued: (count: number) => `${toCount(count)} queued`,
    failed: (count: number) => `${toCount(count)} failed in the last 5 minutes`,
  },
  ko: {
    running: (count: number) => `${toCount(count)}건 실행 중`,
    queued: (count: number) => `${toCount(count)}건 대기 중`,
    failed: (count: number) => `최근 5분간 ${toCount(count)}건 실패`,
  },
})

export interface PlaceCount {
  readonly count: number
  /** What is counted, with the count. */
  readonly text: string
  readonly isBad?: boolean
}

/** Under load something happens at any moment, but failures can be told from the pulse. */
const FAILING_MS = 2_000
/** Until what failed is five minutes ago. */
const QUIET_MS = 20_000

export function useCounts(): Partial<Record<Place['name'], PlaceCount>> {
  const words = useWords(WORDS)
  const { pulse } = useLive()
  const isFailing = (pulse?.failedPerSecond ?? 0) > 0
  const { data: errors } = useQuery({
    ...failingQuery(),
    refetchInterval: isFailing ? FAILING_MS : QUIET_MS,
  })
  const { running, queued } = toDepth(pulse?.counts ?? [])
  const failed = countFinal(errors?.groups ?? [])
  return {
    runs: { count: running, text: words.running(running) },
    queues: { count: queued, text: words.queued(queued) },
    errors: { count: failed, text: words.failed(failed), isBad: true },
  }
}
