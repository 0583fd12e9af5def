import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isIgnored, startWatcher, type Watcher } from './watch.ts'

let root: string
let watcher: Watcher
let batches: (readonly string[])[]
let release: () => void
let held: Promise<void>

beforeEach(async () => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'watch-'))
  write('motia/steps/a.ts')
  write('lib/price.ts')
  write('data.json')
  batches = []
  held = Promise.resolve()
  release = () => {}
  watcher = await startWatcher({
    root,
    onChange: async (files) => {
      batches.push(files)
      await held
    },
  })
})
afterEach(async () => {
  release()
  await watcher.close()
  rmSync(root, { recursive: true, force: true })
})

function write(file: string, text = 'x'): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

const all = () => [...new Set(batches.flat())].sort()

describe('the watcher', () => {
  it('tells of files that were written, added, moved and removed, together', async () => {
    write('motia/steps/a.ts', 'y')
    write('motia/steps/users/b.ts')
    write('.env', 'A=1')
    await vi.waitFor(() => expect(all()).toEqual(['.env', 'motia/steps/a.ts', 'motia/steps/users/b.ts']))
    batches.length = 0
    renameSync(join(root, 'motia/steps/a.ts'), join(root, 'motia/steps/c.ts'))
    rmSync(join(root, 'motia/steps/users'), { recursive: true })
    await vi.waitFor(() =>
      expect(all()).toEqual(['motia/steps/a.ts', 'motia/steps/c.ts', 'motia/steps/users/b.ts']),
    )
  })

  it('tells of helpers outside the folders of steps once it follows them', async () => {
    watcher.follow(['lib/price.ts', 'motia/steps/a.ts'])
    appendFileSync(join(root, 'data.json'), ' ')
    await vi.waitFor(() => {
      appendFileSync(join(root, 'lib/price.ts'), ' ')
      expect(all()).toEqual(['lib/price.ts'])
    })
  })

  it('stays closed when a change that was under way asks it to follow more', async () => {
    const watches = () => process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap')
    await watcher.close()
    const before = watches().length
    watcher.follow(['lib/price.ts'])
    // Whatever it would open it opens behind what another one does from now on.
    const other = await startWatcher({ root, onChange: async () => {} })
    await other.close()
    expect(watches()).toHaveLength(before)
  })

  it('does not wait for the end of an endless series of changes', async () => {
    let writes = 0
    const timer = setInterval(() => write('motia/steps/a.ts', `y${writes++}`), 10)
    await vi.waitFor(() => expect(batches.length).toBeGreaterThan(1), 5000)
    clearInterval(timer)
  })

  it('holds changes back while the last ones are dealt with', async () => {
    held = new Promise((resolve) => {
      release = resolve
    })
    write('motia/steps/a.ts', 'y')
    await vi.waitFor(() => expect(batches).toHaveLength(1))
    write('motia/steps/b.ts')
    write('motia/steps/d.ts')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(batches).toHaveLength(1)
    release()
    await vi.waitFor(() =>
      expect(all()).toEqual(['motia/steps/a.ts', 'motia/steps/b.ts', 'motia/steps/d.ts']),
    )
  })
})

describe('what is watched', () => {
  it.each([
    ['', false, false],
    ['motia', false, false],
    ['motia', undefined, false],
    ['motia/steps/a.ts', true, false],
    ['src/x/y.mjs', true, false],
    ['steps/prices.json', true, false],
    ['motia/steps/a.py', true, false],
    ['motia.config.js', true, false],
    ['.env', true, false],
    ['.env', undefined, false],
    ['tsconfig.json', true, false],
    ['package.json', true, false],
    ['package-lock.json', true, true],
    ['node_modules', undefined, true],
    ['.motia', false, true],
    ['web', false, true],
    ['motia/node_modules', undefined, true],
    ['motia/node_modules/x/index.js', true, true],
    ['motia/.cache/x.ts', true, true],
    ['motia/steps/notes.md', true, true],
    ['motia/workbench.json', true, true],
    ['motia/steps/data.db', true, true],
    ['../other/a.ts', true, true],
  ])('%j (a file: %s): ignored is %s', (name, isFile, expected) => {
    expect(isIgnored(name, isFile)).toBe(expected)
  })
})
