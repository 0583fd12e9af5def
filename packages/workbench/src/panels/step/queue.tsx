/** What of the step waits and runs now, and why it does not begin. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WireQueue } from 'motia/workbench/wire/queues'
import { queuesQuery } from '../../api/queries.ts'
import { Card } from '../../parts/card.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Ago } from '../../parts/time.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

const STATES = ['running', 'queued', 'scheduled', 'waiting'] as const

export function StepQueue({ id }: { readonly id: string }) {
  const words = useWords(WORDS)
  const query = useQuery(queuesQuery())
  return (
    <Card title={words.queue} isFlush>
      <Loaded query={query}>
        {(queues) => <Queue queue={queues.find(({ stepId }) => stepId === id) ?? toEmpty(id)} />}
      </Loaded>
    </Card>
  )
}

function Queue({ queue }: { readonly queue: WireQueue }) {
  const words = useWords(WORDS)
  const { stepId, concurrency, heldBecause, oldestQueuedAt } = queue
  return (
    <>
      <dl className={css.queue}>
        {STATES.map((state) => (
          <div key={state}>
            <dt>{words[state]}</dt>
            <dd>
              <Link to="/runs" search={{ step: stepId, status: state }}>
                {state === 'running' && concurrency !== undefined
                  ? words.limit(toCount(queue.running), toCount(concurrency))
                  : toCount(queue[state])}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
      {(heldBecause || oldestQueuedAt !== null) && (
        <p className={css.queueNote}>
          {heldBecause && <span className={css.held}>{words[`held_${heldBecause}`]}</span>}
          {oldestQueuedAt !== null && (
            <span className={css.quiet}>
              {words.oldest}: <Ago at={oldestQueuedAt} />
            </span>
          )}
        </p>
      )}
    </>
  )
}

function toEmpty(stepId: string): WireQueue {
  return { stepId, isPaused: false, waiting: 0, scheduled: 0, queued: 0, running: 0, oldestQueuedAt: null }
}
