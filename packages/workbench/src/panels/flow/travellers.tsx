/**
 * Runs on their way: a dot from the parent's node to the child's, and a node that lights up when it executed. Drawn by
 * the browser's own animations, beside React; nothing moves for those who want less motion.
 */
import { ViewportPortal } from '@xyflow/react'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { useTelemetry } from '../../api/live.ts'
import type { FlowEdge } from '../../model/flow/flow-graph.ts'
import { createTravel, findWay, type Movement } from '../../model/flow/travel.ts'
import css from './travellers.module.css'

const MAX_DOTS = 30
const DOT_MS = 650
const FLASH_MS = 900

const calm = matchMedia('(prefers-reduced-motion: reduce)')

export function Travellers({
  edges,
  box,
}: {
  readonly edges: readonly FlowEdge[]
  readonly box: RefObject<HTMLDivElement | null>
}) {
  const layer = useRef<HTMLDivElement>(null)
  const ways = useRef(edges)
  ways.current = edges
  const travel = useRef<ReturnType<typeof createTravel>>(undefined)
  travel.current ??= createTravel()
  const flashing = useRef(new Set<string>())
  const dots = useRef(0)

  useEffect(() => () => layer.current?.replaceChildren(), [])

  const show = useCallback(
    async (movement: Movement) => {
      const [place, canvas] = [layer.current, box.current]
      if (!place || !canvas || document.hidden) return
      if (dots.current < MAX_DOTS) {
        dots.current += 1
        for (const id of findWay(ways.current, movement)) {
          const d = findPath(canvas, id)
          if (d) await runAlong(place, d, movement.isFailure)
        }
        dots.current -= 1
      }
      await flash(canvas, movement, flashing.current)
    },
    [box],
  )
  useTelemetry(
    useCallback(
      (events) => {
        const movements = travel.current?.take(events) ?? []
        if (!calm.matches) for (const movement of movements) void show(movement)
      },
      [show],
    ),
  )
  return (
    <ViewportPortal>
      <div ref={layer} className={css.layer} aria-hidden="true" />
    </ViewportPortal>
  )
}

function findPath(canvas: Element, edgeId: string): string | undefined {
  return canvas.querySelector(`path[data-edge="${CSS.escape(edgeId)}"]`)?.getAttribute('d') ?? undefined
}

async function runAlong(place: Element, d: string, isFailure: boolean): Promise<void> {
  const dot = document.createElement('i')
  if (isFailure) dot.dataset.failed = ''
  dot.style.setProperty('offset-path', `path("${d}")`)
  place.append(dot)
  const way = [{ offsetDistance: '0%' }, { offsetDistance: '100%' }]
  await dot.animate(way, { duration: DOT_MS, easing: 'ease-in-out' }).finished.catch(() => undefined)
  dot.remove()
}

/** One at a time a node, however often it executes meanwhile. */
async function flash(canvas: Element, { stepId, isFailure }: Movement, flashing: Set<string>): Promise<void> {
  if (flashing.has(stepId)) return
  const card = canvas.querySelector(`[data-id="${CSS.escape(`step:${stepId}`)}"] [data-flash]`)
  if (!card) return
  flashing.add(stepId)
  const color = isFailure ? 'var(--bad)' : 'var(--accent)'
  const glow = [{ boxShadow: `0 0 0 2px ${color}` }, { boxShadow: '0 0 0 2px transparent' }]
  await card.animate(glow, { duration: FLASH_MS, easing: 'ease-out' }).finished.catch(() => undefined)
  flashing.delete(stepId)
}
