/** The layout of a graph, made by the worker off the page; the one before is kept until the next is there. */
import { useEffect, useRef, useState } from 'react'
import type { Layout, LayoutTask } from '../../model/flow/layout.ts'
import type { LayoutAnswer, LayoutQuestion } from '../../model/flow/layout.worker.ts'

export function useLayout(task: LayoutTask | undefined): Layout | undefined {
  const [layout, setLayout] = useState<Layout>()
  const worker = useRef<Worker>(undefined)
  const lastId = useRef(0)
  // Steps are read again at every pulse: what counts is whether anything differs.
  const text = task && JSON.stringify(task)

  useEffect(() => {
    const made = new Worker(new URL('../../model/flow/layout.worker.ts', import.meta.url), { type: 'module' })
    made.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.id === lastId.current) setLayout(data.layout)
    })
    worker.current = made
    return () => made.terminate()
  }, [])

  useEffect(() => {
    if (text === undefined) return
    lastId.current += 1
    const question: LayoutQuestion = { id: lastId.current, task: JSON.parse(text) as LayoutTask }
    worker.current?.postMessage(question)
  }, [text])

  return layout
}
