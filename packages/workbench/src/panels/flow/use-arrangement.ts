/** Where nodes were put by hand: shown at once, kept in the project a moment after the last move. */
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useCommand } from '../../api/commands.ts'
import { infoQuery } from '../../api/queries.ts'
import type { Point } from '../../model/flow/layout.ts'
import type { Positions } from '../../model/flow/placement.ts'
import { toast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { WORDS } from './words.ts'

export interface Arrangement {
  readonly hand: Positions
  /** Why nothing can be moved, if so. */
  readonly refused: string | undefined
  put(id: string, at: Point): void
  /** As laid out again: these nodes. */
  reset(ids: readonly string[]): void
}

const PAUSE_MS = 600

export function useArrangement(kept: Positions): Arrangement {
  const refused = useArrangeRefusal()
  const { mutateAsync } = useCommand('arrange')
  const [moved, setMoved] = useState<Positions>()
  const hand = moved ?? kept
  const latest = useRef(hand)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  latest.current = hand

  const save = useCallback(async () => {
    clearTimeout(timer.current)
    timer.current = undefined
    const positions = latest.current
    const error = await mutateAsync({ positions }).then(
      () => undefined,
      (failed: Error) => failed,
    )
    if (error) toast(error.message, 'bad')
    // What the server has is shown again, unless something was moved meanwhile.
    if (latest.current === positions) setMoved(undefined)
  }, [mutateAsync])

  useEffect(
    () => () => {
      if (timer.current !== undefined) void save()
    },
    [save],
  )

  const change = useCallback(
    (next: Positions) => {
      latest.current = next
      setMoved(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(), PAUSE_MS)
    },
    [save],
  )
  const put = useCallback(
    (id: string, { x, y }: Point) =>
      change({ ...latest.current, [id]: { x: Math.round(x), y: Math.round(y) } }),
    [change],
  )
  const reset = useCallback(
    (ids: readonly string[]) =>
      change(Object.fromEntries(Object.entries(latest.current).filter(([id]) => !ids.includes(id)))),
    [change],
  )
  return { hand, refused, put, reset }
}

function useArrangeRefusal(): string | undefined {
  const words = useWords(WORDS)
  const { data: info } = useQuery(infoQuery())
  if (!info) return words.unknown
  if (info.role === 'viewer') return words.viewer
  return info.canArrange ? undefined : words.cannotArrange
}
