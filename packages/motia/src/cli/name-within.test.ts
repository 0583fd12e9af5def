import path from 'node:path'
import { expect, it } from 'vitest'
import { leadsOut, nameWithin } from './name-within.ts'

it('has forward slashes by the rules of Windows and of others', () => {
  expect(nameWithin('C:\\shop', 'C:\\shop\\motia\\steps\\a.ts', path.win32)).toBe('motia/steps/a.ts')
  expect(nameWithin('c:\\Shop', 'C:\\shop\\a.ts', path.win32)).toBe('a.ts')
  expect(nameWithin('\\\\host\\share\\shop', '\\\\host\\share\\shop\\a\\b.ts', path.win32)).toBe('a/b.ts')
  expect(nameWithin('/shop', '/shop/motia/a.ts', path.posix)).toBe('motia/a.ts')
  expect(nameWithin('/shop', '/shop/odd\\name.ts', path.posix)).toBe('odd\\name.ts')
})

it('tells what is elsewhere', () => {
  expect(leadsOut(nameWithin('C:\\shop', 'C:\\other\\a.ts', path.win32))).toBe(true)
  expect(leadsOut(nameWithin('C:\\shop', 'D:\\shop\\a.ts', path.win32))).toBe(true)
  expect(leadsOut(nameWithin('/shop', '/', path.posix))).toBe(true)
  expect(leadsOut('..hidden/a.ts')).toBe(false)
  expect(leadsOut('motia/a.ts')).toBe(false)
})
