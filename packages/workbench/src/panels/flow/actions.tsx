/** What can be done with the graph as a whole: copied, downloaded, laid out anew. */
import { Download, RotateCcw } from 'lucide-react'
import type { FlowGraph } from '../../model/flow/flow-graph.ts'
import { toSvg } from '../../model/flow/flow-svg.ts'
import type { Direction, Layout, Point } from '../../model/flow/layout.ts'
import { toMermaid } from '../../model/flow/mermaid.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import css from './flow.module.css'
import { downloadBlob, readColors, toPng } from './picture.ts'
import type { Arrangement } from './use-arrangement.ts'
import { WORDS } from './words.ts'

export function FlowActions({
  name,
  graph,
  placed,
  routes,
  direction,
  arrangement,
}: {
  readonly name: string
  readonly graph: FlowGraph
  readonly placed: Readonly<Record<string, Point>>
  readonly routes: Layout['routes']
  readonly direction: Direction
  readonly arrangement: Arrangement
}) {
  const words = useWords(WORDS)
  const { hand, refused, reset } = arrangement
  const ids = graph.nodes.map(({ id }) => id)
  const isMoved = ids.some((id) => hand[id] !== undefined)
  const draw = () =>
    toSvg({ graph, positions: placed, routes, direction, colors: readColors(), missing: words.missing })
  const saveSvg = () => downloadBlob(`${name}.svg`, new Blob([draw()], { type: 'image/svg+xml' }))
  const savePng = () =>
    toPng(draw()).then(
      (png) => downloadBlob(`${name}.png`, png),
      () => toast(words.tooLarge, 'bad'),
    )
  const resetAll = () => {
    reset(ids)
    toast(words.kept)
  }
  return (
    <div className={css.actions}>
      <CopyButton text={() => toMermaid(graph, direction)} label={words.mermaid} />
      <Button
        tone="ghost"
        icon={<Download aria-hidden="true" />}
        aria-label={words.downloadSvg}
        onClick={saveSvg}
      >
        {words.svg}
      </Button>
      <Button
        tone="ghost"
        icon={<Download aria-hidden="true" />}
        aria-label={words.downloadPng}
        onClick={() => void savePng()}
      >
        {words.png}
      </Button>
      {direction === 'right' && (
        <Button
          tone="ghost"
          icon={<RotateCcw aria-hidden="true" />}
          refused={refused ?? (isMoved ? undefined : words.nothingToReset)}
          onClick={resetAll}
        >
          {words.reset}
        </Button>
      )}
    </div>
  )
}
