/** docs/workbench-api.md and the routes of the Workbench, both ways; and the types that it names. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Access } from '../../packages/motia/src/workbench/access/access.ts'
import { type ApiSources, apiRoutes } from '../../packages/motia/src/workbench/api.ts'
import type { Live } from '../../packages/motia/src/workbench/live/live.ts'
import { readCode, readRows, readSections, workspacePath } from './page.ts'

const WIRE = 'packages/motia/src/workbench/wire'

const rows = readSections('docs/workbench-api.md').flatMap(readRows)
const documented = rows.filter(([route = '']) => /^`(GET|POST) \//.test(route))
/** Making the list asks nobody anything. */
const routes = apiRoutes({ root: '/nowhere' } as ApiSources, {} as Access, {} as Live)

it('has every route, and no other', () => {
  expect(documented.map(([route]) => readCode(route)[0]).sort()).toEqual(
    routes.map(({ method, path }) => `${method} ${path}`).sort(),
  )
})

it('says of each route what it answers, and of each command what it takes', () => {
  for (const [route = '', takes, answer] of documented) {
    expect([route, answer]).not.toEqual([route, ''])
    if (route.includes('POST')) expect([route, takes]).not.toEqual([route, ''])
  }
})

it('names only types that there are', () => {
  const files = readdirSync(workspacePath(WIRE)).map((name) => workspacePath(`${WIRE}/${name}`))
  const declared = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export (?:interface|type) (Wire\w+)/gm)].map(
      ([, name]) => name,
    ),
  )
  const text = readFileSync(workspacePath('docs/workbench-api.md'), 'utf8')
  const named = new Set([...text.matchAll(/`(Wire\w+)/g)].map(([, name]) => name))
  expect(named.size).toBeGreaterThan(20)
  expect([...named].filter((name) => !declared.includes(name))).toEqual([])
})

it('lets nobody change anything but operators', () => {
  const open = routes.filter(({ for: who }) => who === 'anybody').map(({ path }) => path)
  expect(open).toEqual(['/api/v1/session', '/api/v1/login', '/api/v1/logout'])
  const commands = routes.filter(({ method, path }) => method === 'POST' && !open.includes(path))
  expect(commands.filter(({ for: who, audit }) => who !== 'operator' || !audit)).toEqual([])
})
