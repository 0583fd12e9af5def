import { expect, it } from 'vitest'
import { collectGarbage } from './garbage.ts'

it('collects what nobody holds, and nothing else', async () => {
  const held = { some: 'thing' }
  const refs = [new WeakRef(held), new WeakRef({ some: 'thing' })]
  await collectGarbage()
  expect(refs.map((ref) => ref.deref())).toEqual([held, undefined])
})

it('gives back the memory that young objects had', async () => {
  const pressure = Array.from({ length: 200_000 }, (_, n) => ({ n }))
  const { heapTotal } = process.memoryUsage()
  pressure.length = 0
  await collectGarbage()
  expect(process.memoryUsage().heapTotal).toBeLessThan(heapTotal)
})
