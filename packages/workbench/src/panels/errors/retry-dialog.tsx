/** Asks before all failed runs of a step are tried again, does it in pages, and says how far it is. */
import { useQueryClient } from '@tanstack/react-query'
import type { WireRedriven } from 'motia/workbench/wire/runs'
import { useEffect, useRef, useState } from 'react'
import { redriveAll } from '../../api/redrive.ts'
import type { Broken } from '../../model/errors/errors.ts'
import { Button } from '../../parts/button.tsx'
import { Checkbox } from '../../parts/checkbox.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { toast } from '../../parts/toasts.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './errors.module.css'
import { tellRedriven } from './tell-redriven.ts'
import { WORDS } from './words.ts'

export function RetryDialog({
  broken: { stepId, failed, quarantined },
  onClose,
}: {
  readonly broken: Broken
  readonly onClose: () => void
}) {
  const words = useWords(WORDS)
  const client = useQueryClient()
  const [withQuarantined, setWithQuarantined] = useState(failed === 0)
  const [done, setDone] = useState<WireRedriven>()
  const work = useRef<AbortController>(undefined)
  useEffect(() => () => work.current?.abort(), [])
  const count = toCount(failed + (withQuarantined ? quarantined : 0))

  const begin = async () => {
    const controller = new AbortController()
    work.current = controller
    setDone({ redriven: 0, refused: [] })
    try {
      const statuses = withQuarantined ? (['failed', 'quarantined'] as const) : (['failed'] as const)
      const all = await redriveAll({ stepId, statuses, onProgress: setDone, signal: controller.signal })
      tellRedriven(all, words)
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), 'bad')
    }
    onClose()
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'still' })
  }

  const foot = (
    <>
      <Button onClick={done ? () => work.current?.abort() : onClose}>
        {done ? words.stop : words.cancel}
      </Button>
      <Button tone="primary" isBusy={done !== undefined} onClick={() => void begin()}>
        {words.retry(count)}
      </Button>
    </>
  )
  return (
    <Dialog title={words.confirm(stepId)} isOpen onClose={onClose} foot={foot}>
      <div className={css.confirm}>
        <p>{words.confirmText(count)}</p>
        {failed > 0 && quarantined > 0 && (
          <Checkbox
            label={words.alsoQuarantined(toCount(quarantined))}
            isLabelShown
            checked={withQuarantined}
            onChange={setWithQuarantined}
          />
        )}
        {done && (
          <p role="status" className={css.progress}>
            {words.progress(toCount(done.redriven + done.refused.length), count)}
          </p>
        )}
      </div>
    </Dialog>
  )
}
