import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addResolutions } from './resolutions.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'motia-resolutions-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const read = () => readFileSync(join(root, 'package.json'), 'utf8')

it('are added to the root’s package.json, which keeps its form', () => {
  writeFileSync(join(root, 'package.json'), '{\n\t"name": "all",\n\t"resolutions": {\n\t\t"x": "1"\n\t}\n}\n')
  expect(addResolutions(root)).toEqual(['light-my-request'])
  expect(read()).toBe(
    '{\n\t"name": "all",\n\t"resolutions": {\n\t\t"light-my-request": "~6.6.0",\n\t\t"x": "1"\n\t}\n}\n',
  )
})

it('leave what the root says itself', () => {
  const text = '{"resolutions":{"light-my-request":"6.5.0"}}'
  writeFileSync(join(root, 'package.json'), text)
  expect(addResolutions(root)).toEqual([])
  expect(read()).toBe(text)
})
