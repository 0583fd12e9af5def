/** What leads to a node of the graph, and where it leads. */
import { type FlowEdge, type FlowGraph, type FlowNode, findNode } from '../../model/flow/flow-graph.ts'
import { useWords } from '../../words/words.ts'
import css from './details.module.css'
import { WORDS } from './words.ts'

export function Neighbours({
  node,
  graph,
  onOpen,
}: {
  readonly node: FlowNode
  readonly graph: FlowGraph
  readonly onOpen: (node: FlowNode) => void
}) {
  const words = useWords(WORDS)
  const into = graph.edges.filter(({ to }) => to === node.id)
  const out = graph.edges.filter(({ from }) => from === node.id)
  return (
    <>
      <List title={words.leadsHere} edges={into} end="from" graph={graph} onOpen={onOpen} />
      <List title={words.leadsTo} edges={out} end="to" graph={graph} onOpen={onOpen} />
    </>
  )
}

function List({
  title,
  edges,
  end,
  graph,
  onOpen,
}: {
  readonly title: string
  readonly edges: readonly FlowEdge[]
  readonly end: 'from' | 'to'
  readonly graph: FlowGraph
  readonly onOpen: (node: FlowNode) => void
}) {
  const words = useWords(WORDS)
  return (
    <section className={css.list}>
      <h3>{title}</h3>
      {edges.length === 0 && <p className={css.text}>{words.none}</p>}
      <ul>
        {edges.map((edge) => {
          const other = findNode(graph, edge[end])
          return (
            other && (
              <li key={edge.id}>
                <button type="button" onClick={() => onOpen(other)} data-kind={other.kind}>
                  <span>{other.name}</span>
                  <small>{edge.count > 0 ? words.seen(edge.count) : words[edge.known]}</small>
                </button>
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}
