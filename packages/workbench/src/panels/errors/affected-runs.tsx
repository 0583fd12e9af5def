/** The runs that a kind of error befell, as they are now: choose some or all of them and try them again. */
import { RotateCcw } from 'lucide-react'
import type { WireRunRow } from 'motia/workbench/wire/runs'
import { useMemo, useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { useCommand } from '../../api/commands.ts'
import { canRedrive, toChoice } from '../../model/errors/errors.ts'
import { HttpBadge, StatusBadge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Checkbox } from '../../parts/checkbox.tsx'
import { Empty } from '../../parts/empty.tsx'
import { RunLink } from '../../parts/links.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { toast } from '../../parts/toasts.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './error-panel.module.css'
import { tellRedriven } from './tell-redriven.ts'
import { WORDS } from './words.ts'

/** What the server gives at most. */
const MOST = 200

export function AffectedRuns({ runs }: { readonly runs: readonly WireRunRow[] }) {
  const words = useWords(WORDS)
  const refusal = useRefusal()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const redrive = useCommand('redrive-many')
  const { runIds, of, isAll, isSome } = useMemo(() => toChoice(runs, chosen), [runs, chosen])

  const choose = (ids: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (isChosen) next.add(id)
      else next.delete(id)
    }
    setChosen(next)
  }
  const retry = () =>
    redrive.mutate(
      { runIds },
      {
        onSuccess: (done) => {
          tellRedriven(done, words)
          setChosen(new Set())
        },
        onError: (error) => toast(error.message, 'bad'),
      },
    )

  // Requests alone leave nothing to choose.
  const hasDurable = runs.some(({ kind }) => kind === 'run')
  const columns: Column<WireRunRow>[] = [
    {
      title: words.run,
      isWide: true,
      cell: (run) => (
        <span className={css.run}>
          {hasDurable && (
            <Checkbox
              label={words.select(run.runId.slice(-8))}
              checked={chosen.has(run.runId) && canRedrive(run)}
              refused={canRedrive(run) ? undefined : run.kind === 'request' ? words.request : words.notAble}
              onChange={(isChosen) => choose([run.runId], isChosen)}
            />
          )}
          <RunLink id={run.runId} />
          <span className={css.reason}>{run.error}</span>
        </span>
      ),
    },
    {
      title: words.status,
      cell: ({ status, request }) =>
        request ? <HttpBadge status={request.status} /> : <StatusBadge status={status} />,
    },
    { title: words.attempts, isNumber: true, cell: ({ attempts }) => toCount(attempts) },
    { title: words.created, isNumber: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
  ]
  const all = of > 0 && (
    <>
      <Checkbox
        label={words.selectAll}
        isLabelShown
        checked={isAll}
        isSome={isSome}
        onChange={(isChosen) =>
          choose(
            runs.filter(canRedrive).map(({ runId }) => runId),
            isChosen,
          )
        }
      />
      <Button
        tone={isSome ? 'primary' : 'plain'}
        icon={<RotateCcw aria-hidden="true" />}
        refused={refusal ?? (isSome ? undefined : words.retryNone)}
        isBusy={redrive.isPending}
        onClick={retry}
      >
        {isSome ? words.retry(toCount(runIds.length)) : words.retryPlain}
      </Button>
    </>
  )
  const title = (
    <>
      {words.runs} {runs.length >= MOST && <span className={css.quiet}>{words.runsCut}</span>}
    </>
  )
  return (
    <Card title={title} aside={all} isFlush>
      {runs.length === 0 ? (
        <Empty title={words.noRuns}>{words.noRunsText}</Empty>
      ) : (
        <Table label={words.runs} columns={columns} rows={runs} keyOf={({ runId }) => runId} />
      )}
    </Card>
  )
}
