/** Where a failure arose: the project's own lines, the stack, and what was not valid. */
import type { Failure } from '@motia/core/failure'
import type { WireFrame } from 'motia/workbench/wire/app'
import { Card } from '../../parts/card.tsx'
import { CodeFrame } from '../../parts/code-frame.tsx'
import { StackView } from '../../parts/stack-view.tsx'
import { Table } from '../../parts/table.tsx'
import { useWords } from '../../words/words.ts'
import css from './error-panel.module.css'
import { WORDS } from './words.ts'

export function FailureCards({
  failure: { issues, stack },
  frames,
}: {
  readonly failure: Failure
  readonly frames: readonly WireFrame[]
}) {
  const words = useWords(WORDS)
  return (
    <>
      {issues && issues.length > 0 && <Issues issues={issues} />}
      {stack !== undefined && (
        <div className={css.pair}>
          <Card title={words.where}>
            {frames.length === 0 ? <p className={css.quiet}>{words.noFrames}</p> : <Frames frames={frames} />}
          </Card>
          <Card title={words.stack}>
            <StackView stack={stack} />
          </Card>
        </div>
      )}
      {stack === undefined && !issues && (
        <Card title={words.stack}>
          <p className={css.quiet}>{words.noStack}</p>
        </Card>
      )}
    </>
  )
}

/** The innermost one is open, its callers are folded. */
function Frames({ frames: [first, ...callers] }: { readonly frames: readonly WireFrame[] }) {
  const words = useWords(WORDS)
  return (
    <div className={css.frames}>
      {first && <CodeFrame frame={first} />}
      {callers.map((frame) => (
        <details key={`${frame.file}:${frame.line}`}>
          <summary>{words.moreFrames(`${frame.file}:${frame.line}`)}</summary>
          <CodeFrame frame={frame} />
        </details>
      ))}
    </div>
  )
}

function Issues({ issues }: { readonly issues: NonNullable<Failure['issues']> }) {
  const words = useWords(WORDS)
  return (
    <Card title={words.issues} isFlush>
      <Table
        label={words.issues}
        rows={issues}
        keyOf={(issue) => `${issue.in} ${issue.path} ${issue.message}`}
        columns={[
          { title: words.issuePath, cell: ({ path }) => <code>{path || '·'}</code> },
          { title: words.issueIn, cell: (issue) => issue.in ?? '–' },
          { title: words.issueMessage, isWide: true, cell: ({ message }) => message },
        ]}
      />
    </Card>
  )
}
