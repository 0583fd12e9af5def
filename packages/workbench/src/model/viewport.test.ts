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

it('shows the beginning of what does not fit', () => {
  const placed = { a: { x: 0, y: 0 }, b: { x: 9000, y: 5000 } }
  expect(toBeginView([node('a'), node('b')], placed, 'right', SCREEN)).toEqual({ x: 28, y: 28, zoom: 0.62 })
  const down = toBeginView([node('a'), node('b')], placed, 'down', SCREEN)
  expect(down.y).toBe(28)
  expect(down.x).toBeLessThan(0)
})
