import { expect, it } from 'vitest'
import { toBeginView } from './viewport.ts'

const SCREEN = { width: 1056, height: 918 }
const node = (id: string) => ({ id, width: 200, height: 100 })

it('shows a small graph whole, in the middle, and never enlarged', () => {
  const view = toBeginView([node('a')], { a: { x: 100, y: 0 } }, 'right', SCREEN)
  expect(view).toEqual({ x: 28 + 400 - 100, y: 28 + 350, zoom: 1 })
})

it('shows a larger one smaller, as long as it can be read', () => {
  const view = toBeginView(
    [node('a'), node('b')],
    { a: { x: 0, y: 0 }, b: { x: 1050, y: 0 } },
    'right',
    SCREEN,
  )
  expect(view.zoom).toBe(0.8)
  expect(view.x).toBe(28)
})

it('shows the beginning of what does not fit, and what is about it', () => {
  const ids = ['a', 'b', 'c']
  const placed = { a: { x: 4000, y: 0 }, b: { x: 0, y: 3000 }, c: { x: 9000, y: 5000 } }
  const right = toBeginView(ids.map(node), placed, 'right', SCREEN)
  expect(right).toMatchObject({ x: 28, zoom: 0.62 })
  expect(right.y + 3050 * 0.62).toBeCloseTo(28 + 400)
  const down = toBeginView(ids.map(node), placed, 'down', SCREEN)
  expect(down.y).toBe(28)
  expect(down.x + 4100 * 0.62).toBeCloseTo(528)
})

it('leaves no room beside the first node that others could take', () => {
  const placed = { a: { x: 0, y: 0 }, b: { x: 9000, y: 5000 } }
  expect(toBeginView([node('a'), node('b')], placed, 'right', SCREEN)).toEqual({ x: 28, y: 28, zoom: 0.62 })
})
