import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readPackageFacts } from './package-facts.ts'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-facts-')))
})
afterEach(() => rmSync(root, { recursive: true }))

it('a project is called what its package.json calls it', () => {
  writeFileSync(join(root, 'package.json'), '{ "name": "shop", "version": "1.2.3", "description": "Sells." }')
  expect(readPackageFacts(root)).toEqual({ title: 'shop', version: '1.2.3', description: 'Sells.' })
})

it.each(['', 'null', '{ "name": 1, "version": "", "description": [] }', '{'])(
  'a project whose package.json is %j is called as its folder',
  (text) => {
    if (text !== '') writeFileSync(join(root, 'package.json'), text)
    expect(readPackageFacts(root)).toEqual({ title: basename(root), version: '0.0.0' })
  },
)
