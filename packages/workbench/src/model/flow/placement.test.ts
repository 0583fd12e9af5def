import { expect, it } from 'vitest'
import { placeNodes } from './placement.ts'

const node = (id: string) => ({ id, width: 100, height: 50 })
const LAID = { positions: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 } } }

it('lays nodes where they were put, and the others where they were laid out', () => {
  const hand = { a: { x: 40, y: 400 }, gone: { x: 1, y: 1 } }
  expect(placeNodes([node('a'), node('b')], LAID, hand)).toEqual({
    a: { x: 40, y: 400 },
    b: { x: 300, y: 0 },
  })
})

it('lays no node under one that was put by hand', () => {
  const placed = placeNodes([node('a'), node('b')], LAID, { a: { x: 280, y: 20 } })
  expect(placed.a).toEqual({ x: 280, y: 20 })
  expect(placed.b).toEqual({ x: 300, y: 90 })
})

it('moves nothing out of the way of a node that is still being dragged', () => {
  const placed = placeNodes([node('a'), node('b')], LAID, { a: { x: 280, y: 20 } }, {})
  expect(placed).toEqual({ a: { x: 280, y: 20 }, b: { x: 300, y: 0 } })
})
