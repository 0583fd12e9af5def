/** Closer, further away, everything. */
import { type FitViewOptions, useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { Button } from '../../parts/button.tsx'
import { useWords } from '../../words/words.ts'
import css from './canvas.module.css'
import { WORDS } from './words.ts'

export function ZoomControls({ fit }: { readonly fit: FitViewOptions }) {
  const words = useWords(WORDS)
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  return (
    <div className={css.zoom}>
      <Button label={words.zoomIn} icon={<Plus aria-hidden="true" />} onClick={() => void zoomIn()} />
      <Button label={words.zoomOut} icon={<Minus aria-hidden="true" />} onClick={() => void zoomOut()} />
      <Button label={words.fit} icon={<Maximize aria-hidden="true" />} onClick={() => void fitView(fit)} />
    </div>
  )
}
