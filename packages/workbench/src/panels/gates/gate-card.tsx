/** One gate: its description, its neighbours, and who passed it last. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight, DoorOpen } from 'lucide-react'
import { useRefusal } from '../../api/allowed.ts'
import { runsQuery } from '../../api/queries.ts'
import type { Gate, Neighbour } from '../../model/steps/gate.ts'
import { StatusBadge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { RunLink, StepLink } from '../../parts/links.tsx'
import { Ago } from '../../parts/time.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

const PASSES = 5

export function GateCard({ gate, onPass }: { readonly gate: Gate; readonly onPass: () => void }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { step, description, before, after } = gate
  return (
    <Card
      title={<StepLink id={step.id} />}
      aside={
        <Button
          tone="primary"
          icon={<DoorOpen aria-hidden="true" />}
          refused={refused}
          aria-label={words.passGate(step.id)}
          onClick={onPass}
        >
          {words.pass}
        </Button>
      }
    >
      <div className={css.gate}>
        {description && <p className={css.description}>{description}</p>}
        <div className={css.way}>
          <Neighbours title={words.before} neighbours={before} />
          <ArrowRight aria-hidden="true" />
          <span className={css.self}>{step.id}</span>
          <ArrowRight aria-hidden="true" />
          <Neighbours title={words.after} neighbours={after} />
        </div>
        <Passes stepId={step.id} />
      </div>
    </Card>
  )
}

function Neighbours({
  title,
  neighbours,
}: {
  readonly title: string
  readonly neighbours: readonly Neighbour[]
}) {
  const words = useWords(WORDS)
  return (
    <div className={css.neighbours}>
      <h3>{title}</h3>
      {neighbours.length === 0 && <span className={css.quiet}>{words.nothing}</span>}
      <ul>
        {neighbours.map(({ kind, name }) => (
          <li key={`${kind}:${name}`}>
            {kind === 'step' ? (
              <StepLink id={name} />
            ) : (
              <>
                <code>{name}</code> <span className={css.quiet}>{words[kind]}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Passes({ stepId }: { readonly stepId: string }) {
  const words = useWords(WORDS)
  const { data } = useInfiniteQuery(runsQuery({ step: [stepId] }, PASSES))
  const runs = data?.pages[0]?.runs
  return (
    <section className={css.passes} aria-label={words.passes}>
      <h3>{words.passes}</h3>
      {runs && runs.length > 0 ? (
        <ol>
          {runs.map(({ runId, createdAt, status }) => (
            <li key={runId}>
              <RunLink id={runId} />
              <StatusBadge status={status} />
              <span className={css.quiet}>
                <Ago at={createdAt} />
              </span>
            </li>
          ))}
          <li>
            <Link to="/runs" search={{ step: stepId }} className={css.all}>
              {words.allPasses}
            </Link>
          </li>
        </ol>
      ) : (
        <p className={css.quiet}>{runs ? words.noPasses : words.loading}</p>
      )}
    </section>
  )
}
