/** What leads to the step and where it leads, with how that is known. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WireGraph } from 'motia/workbench/wire/steps'
import { graphQuery } from '../../api/queries.ts'
import { type Neighbour, toNeighbours } from '../../model/flow/neighbours.ts'
import { Card } from '../../parts/card.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

export function Connections({ id }: { readonly id: string }) {
  const words = useWords(WORDS)
  const query = useQuery(graphQuery())
  return (
    <Card title={words.connections}>
      <Loaded query={query}>{(graph) => <Both id={id} graph={graph} />}</Loaded>
    </Card>
  )
}

function Both({ id, graph }: { readonly id: string; readonly graph: WireGraph }) {
  const words = useWords(WORDS)
  const { into, out } = toNeighbours(graph, `step:${id}`)
  return (
    <div className={css.both}>
      <List title={words.leadsHere} neighbours={into} />
      <List title={words.leadsTo} neighbours={out} />
    </div>
  )
}

function List({ title, neighbours }: { readonly title: string; readonly neighbours: readonly Neighbour[] }) {
  const words = useWords(WORDS)
  return (
    <section>
      <h3 className={css.small}>{title}</h3>
      {neighbours.length === 0 && <p className={css.quiet}>{words.nothingKnown}</p>}
      <ul className={css.neighbours}>
        {neighbours.map((each) => (
          <li key={each.nodeId}>
            <Other neighbour={each} />
            <span className={css.quiet}>{each.count > 0 ? words.seen(each.count) : words[each.known]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Other({ neighbour: { nodeId, kind, name } }: { readonly neighbour: Neighbour }) {
  const words = useWords(WORDS)
  if (kind === 'step') {
    return (
      <Link to="/steps/$id" params={{ id: name }} className={css.neighbour}>
        {name}
      </Link>
    )
  }
  return (
    <Link to="/flow" search={{ step: nodeId }} className={css.neighbour} data-kind={kind}>
      {name} <small>{kind === 'topic' ? words.topic : words.missing}</small>
    </Link>
  )
}
