import { expect, it } from 'vitest'
import { toEdgePath } from './edge-path.ts'

const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 })

it('leads from the end of a node to the beginning of the next', () => {
  expect(toEdgePath(box(0, 0), box(200, 0), 'right')).toEqual({
    d: 'M100 25L200 25',
    middle: { x: 150, y: 25 },
  })
  expect(toEdgePath(box(0, 0), box(200, 100), 'right').d).toBe('M100 25C150 25 150 125 200 125')
  expect(toEdgePath(box(0, 0), box(60, 100), 'down').d).toBe('M50 50C50 75 110 75 110 100')
})

it('passes where the layout left room', () => {
  const { d } = toEdgePath(box(0, 0), box(800, 0), 'right', [{ x: 450, y: 200 }])
  expect(d).toBe('M100 25C225 25 225 200 350 200L550 200C675 200 675 25 800 25')
})

it('leads back round the nodes, and to a node itself', () => {
  const back = toEdgePath(box(400, 0), box(0, 20), 'right')
  expect(back.d).toMatch(/^M500 25C534 25 534 94 500 94L0 94C-34 94 -34 45 0 45$/)
  expect(back.middle).toEqual({ x: 250, y: 94 })
  expect(toEdgePath(box(0, 0), box(0, 0), 'right').d).toContain('L0 74')
})
