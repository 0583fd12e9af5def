/** Gates: every noop step, what it stands between, its last passes, and a way to pass it by hand. */
import { useQuery } from '@tanstack/react-query'
import { DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { graphQuery, stepsQuery } from '../../api/queries.ts'
import { type Gate, toGates } from '../../model/steps/gate.ts'
import { Card, Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import { GateCard } from './gate-card.tsx'
import css from './panel.module.css'
import { PassDialog } from './pass-dialog.tsx'
import { WORDS } from './words.ts'

export function GatesPanel() {
  const words = useWords(WORDS)
  const query = useQuery(stepsQuery())
  const graph = useQuery(graphQuery())
  const [passing, setPassing] = useState<Gate>()
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={query}>
        {(steps) => {
          const gates = toGates(steps, graph.data?.edges ?? [])
          if (gates.length === 0) {
            return (
              <Card>
                <Empty icon={<DoorOpen aria-hidden="true" />} title={words.none}>
                  {words.noneHint}
                </Empty>
              </Card>
            )
          }
          return (
            <div className={css.gates}>
              {graph.error && !graph.data && <p className={css.quiet}>{words.unclear}</p>}
              {gates.map((gate) => (
                <GateCard key={gate.step.id} gate={gate} onPass={() => setPassing(gate)} />
              ))}
            </div>
          )
        }}
      </Loaded>
      {passing && (
        <PassDialog key={passing.step.id} step={passing.step} onClose={() => setPassing(undefined)} />
      )}
    </Page>
  )
}
