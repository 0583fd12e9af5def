/** Lays the flow out off the page, so that a large graph stops nothing. panels/flow/use-layout.ts starts it. */
import { type Layout, type LayoutTask, layOut } from './layout.ts'

/** What is asked of the worker; the answer carries the same id. */
export interface LayoutQuestion {
  readonly id: number
  readonly task: LayoutTask
}

export interface LayoutAnswer {
  readonly id: number
  readonly layout: Layout
}

addEventListener('message', ({ data }: MessageEvent<LayoutQuestion>) => {
  const answer: LayoutAnswer = { id: data.id, layout: layOut(data.task) }
  postMessage(answer)
})
