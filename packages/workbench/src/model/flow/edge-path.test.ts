import { expect, it } from 'vitest'
import { toEdgePath } from './edge-path.ts'

const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 })

it('leads from the end of a node to an arrow at the beginning of the next', () => {
  expect(toEdgePath(box(0, 0), box(200, 0), 'right')).toEqual({
    d: 'M100 25L194 25',
    arrow: 'M200 25L193 21L193 29Z',
    middle: { x: 147, y: 25 },
  })
  expect(toEdgePath(box(0, 0), box(206, 100), 'right').d).toBe('M100 25C150 25 150 125 200 125')
  expect(toEdgePath(box(0, 0), box(60, 106), 'down')).toMatchObject({
    d: 'M50 50C50 75 110 75 110 100',
    arrow: 'M110 106L106 99L114 99Z',
  })
})

it('passes where the layout left room', () => {
  const { d } = toEdgePath(box(0, 0), box(806, 0), 'right', [{ x: 450, y: 200 }])
  expect(d).toBe('M100 25C225 25 225 200 350 200L550 200C675 200 675 25 800 25')
})

it('leads back round the nodes, and to a node itself', () => {
  const back = toEdgePath(box(400, 0), box(6, 20), 'right')
  expect(back.d).toMatch(/^M500 25C534 25 534 94 500 94L0 94C-34 94 -34 45 0 45$/)
  expect(back.middle).toEqual({ x: 250, y: 94 })
  expect(toEdgePath(box(0, 0), box(0, 0), 'right').d).toContain('L-6 74')
})
