import { expect, it } from 'vitest'
import { type Pressed, toLetter, toShortcut } from './shortcuts.ts'

const press = (key: string, about: Partial<Pressed> = {}): Pressed => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...about,
})

it('goes somewhere with two letters', () => {
  expect(toShortcut(press('g'), false, false)).toEqual({ kind: 'lead' })
  expect(toShortcut(press('r'), true, false)).toEqual({ kind: 'go', letter: 'r' })
  expect(toShortcut(press('r'), false, false)).toBeUndefined()
  expect(toShortcut(press('g'), true, false)).toEqual({ kind: 'go', letter: 'g' })
})

it('leaves letters alone while one types, but not the palette', () => {
  expect(toShortcut(press('g'), false, true)).toBeUndefined()
  expect(toShortcut(press('?', { code: 'Slash' }), false, true)).toBeUndefined()
  expect(toShortcut(press('k', { ctrlKey: true }), false, true)).toEqual({ kind: 'palette' })
})

it('leaves the browser its own keys', () => {
  expect(toShortcut(press('g', { ctrlKey: true }), false, false)).toBeUndefined()
  expect(toShortcut(press('r', { metaKey: true }), true, false)).toBeUndefined()
  expect(toShortcut(press('g', { altKey: true }), false, false)).toBeUndefined()
})

it('shows the keys and finds the search by their signs', () => {
  expect(toShortcut(press('?', { code: 'Slash' }), false, false)).toEqual({ kind: 'keys' })
  expect(toShortcut(press('/', { code: 'Slash' }), false, false)).toEqual({ kind: 'search' })
})

it('reads the same letters while Hangul is written, and those of other layouts as labelled', () => {
  expect(toLetter({ key: 'ㅎ', code: 'KeyG' })).toBe('g')
  expect(toLetter({ key: 'Process', code: 'KeyK' })).toBe('k')
  expect(toLetter({ key: 'g', code: 'KeyI' })).toBe('g')
  expect(toLetter({ key: 'Enter', code: 'Enter' })).toBeUndefined()
  expect(toLetter({ key: '/', code: 'KeyQ' })).toBeUndefined()
})
