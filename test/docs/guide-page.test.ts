/** The rules that every guide keeps, so that each of its snippets is run; and how its blocks are read. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type Block,
  isFile,
  listGuides,
  matchesOutput,
  readBlocks,
  toCommands,
  toFile,
} from './guide-page.ts'
import { workspacePath } from './page.ts'

const pages = listGuides()

/** What only a user's machine has. Whatever else is typed belongs into a `console` block, which is run. */
const NOT_RUN =
  /^(npm |npx motia@latest create|npx motia (dev|start|install)$|cd |docker |#|(\S+=\S+ )+npx motia start$|$)/

describe.each(pages)('%s', (page) => {
  const blocks = readBlocks(page)

  it('names the file of each snippet', () => {
    const unnamed = blocks.filter((block) => isFile(block) && !toFile(block))
    expect(unnamed.map(({ line }) => `${page}:${line}`)).toEqual([])
  })

  it('leaves to the reader only what no test can run', () => {
    const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.split('\n'))
    expect(lines.filter((line) => !NOT_RUN.test(line))).toEqual([])
  })

  it('says what each command prints, has a size to read in a sitting, and says what comes next', () => {
    const text = readFileSync(workspacePath(page), 'utf8')
    const silent = blocks.filter(({ language }) => language === 'console').flatMap(toCommands)
    expect(silent.filter(({ command, output }) => output === '' && !command.includes('>'))).toEqual([])
    expect(text.split('\n').length).toBeLessThanOrEqual(200)
    expect(text).toMatch(/^## Next$/m)
  })
})

/** What no other page may have: its file, if it is of the project, its ids and routes. */
function namesIn(block: Block): string[] {
  const { path = '' } = toFile(block) ?? {}
  const ids = [...block.code.matchAll(ID)].flatMap(([, id]) => id ?? [])
  const routes = [...block.code.matchAll(ROUTE)].map(([, method, path]) => `${method} ${path}`)
  return [...(path.startsWith('motia/') ? [path] : []), ...ids, ...routes]
}

const ID = /\bid[:=] ?['"]([\w-]+)['"]/g
/** In any language: `method: 'POST', path: '/x'`, `@api(method="POST", path="/x")`. */
const ROUTE = /\bmethod[:=] ?['"](\w+)['"],\s+path[:=] ?['"]([^'"]+)['"]/g

describe('all guides together', () => {
  it('fit into one project: no file, no id and no route is in two', () => {
    const owners = new Map<string, string>()
    const twice: string[] = []
    const claim = (name: string, page: string) => {
      const owner = owners.get(name) ?? page
      owners.set(name, owner)
      if (owner !== page) twice.push(`${name}: ${owner}, ${page}`)
    }
    for (const page of [...pages, 'docs/http.md', 'docs/testing.md']) {
      for (const name of readBlocks(page).filter(isFile).flatMap(namesIn)) claim(name, page)
    }
    expect(twice).toEqual([])
  })
})

describe('a page', () => {
  it('is read as commands with their output, continued lines joined', () => {
    const code = '$ curl -d 1 \\\n    localhost:3001\n{"a":1}\n$ npx motia runs\n'
    expect(toCommands({ language: 'console', code, line: 7 })).toEqual([
      { command: 'curl -d 1 \\\n    localhost:3001', output: '{"a":1}\n', line: 8 },
      { command: 'npx motia runs', output: '', line: 11 },
    ])
  })

  it('has files whose first line names them, in the comment of any language', () => {
    const pathOf = (code: string) => toFile({ language: 'x', code, line: 1 })?.path
    expect(pathOf('// motia/steps/a-b.ts\nx\n')).toBe('motia/steps/a-b.ts')
    expect(pathOf('# motia/steps/a.py (needs pydantic)\nx\n')).toBe('motia/steps/a.py')
    expect(pathOf('# .env\nA=1\n')).toBe('.env')
    expect(pathOf('export default 1\n')).toBeUndefined()
  })

  it('tells outputs apart but for spaces, and what … stands for', () => {
    expect(matchesOutput('{"a": 1}', '{"a":1}\n')).toBe(true)
    expect(matchesOutput('{"a":"…","b":2}', '{"a":"xyz","b":2}')).toBe(true)
    expect(matchesOutput('a  b', 'a b\n')).toBe(true)
    expect(matchesOutput('{"a":"…","b":2}', '{"a":"xyz","b":3}')).toBe(false)
    expect(matchesOutput('a.c', 'abc')).toBe(false)
  })
})
