import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isIgnored, startWatcher, type Watcher } from './watch.ts'

let root: string
let watcher: Watcher
let batches: (readonly string[])[]
/** Of the files of each batch, as they were when it was told. */
let contents: Record<string, string | undefined>[]
let release: () => void
let held: Promise<void>

beforeEach(async () => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'watch-'))
  write('motia/steps/a.ts')
  write('lib/price.ts')
  write('data.json')
  batches = []
  contents = []
  held = Promise.resolve()
  release = () => {}
  watcher = await startWatcher({
    root,
    onChange: async (files) => {
      batches.push(files)
      contents.push(Object.fromEntries(files.map((file) => [file, textOf(file)])))
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

const WAIT = { timeout: 10_000, interval: 10 }
const at = (file: string) => join(root, file)

function textOf(file: string): string | undefined {
  return existsSync(at(file)) ? readFileSync(at(file), 'utf8') : undefined
}

/** After the system has told of what was done before. */
const nextEvent = () => new Promise((resolve) => setTimeout(resolve, 5))

const all = () => [...new Set(batches.flat())].sort()

/** The machine may have much else to do. */
vi.setConfig({ testTimeout: 30_000 })

describe('the watcher', () => {
  it('tells of files that were written, added, moved and removed, together', async () => {
    write('motia/steps/a.ts', 'y')
    write('motia/steps/users/b.ts')
    write('.env', 'A=1')
    await vi.waitFor(
      () => expect(all()).toEqual(['.env', 'motia/steps/a.ts', 'motia/steps/users/b.ts']),
      WAIT,
    )
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

  it.each([
    // vim: the old file becomes a backup, a new one takes its name.
    [
      'moves it away, writes anew and deletes the backup',
      () => {
        renameSync(at('motia/steps/a.ts'), at('motia/steps/a.ts~'))
        write('motia/steps/a.ts', 'new')
        rmSync(at('motia/steps/a.ts~'))
      },
    ],
    // JetBrains, VS Code's atomic save: another file takes its place.
    [
      'writes beside it and renames over it',
      () => {
        write('motia/steps/a.ts___jb_tmp___', 'new')
        renameSync(at('motia/steps/a.ts___jb_tmp___'), at('motia/steps/a.ts'))
      },
    ],
    [
      'empties it and writes it',
      () => {
        truncateSync(at('motia/steps/a.ts'))
        write('motia/steps/a.ts', 'new')
      },
    ],
    [
      'deletes it and makes it again',
      () => {
        rmSync(at('motia/steps/a.ts'))
        write('motia/steps/a.ts', 'new')
      },
    ],
  ])('tells of a file, once it is whole, whose editor %s, and the next time again', async (_, save) => {
    for (let times = 1; times <= 3; times++) {
      contents.length = 0
      save()
      await vi.waitFor(() => expect(contents.at(-1)?.['motia/steps/a.ts']).toBe('new'), WAIT)
      expect(contents.flatMap(Object.keys)).toContain('motia/steps/a.ts')
      write('motia/steps/a.ts', `old ${times}`)
      await vi.waitFor(() => expect(contents.at(-1)?.['motia/steps/a.ts']).toBe(`old ${times}`), WAIT)
    }
  })

  it('waits for the rest of a file that was emptied', async () => {
    truncateSync(at('motia/steps/a.ts'))
    await nextEvent()
    write('motia/steps/a.ts', 'whole')
    await vi.waitFor(() => expect(contents.at(-1)?.['motia/steps/a.ts']).toBe('whole'), WAIT)
    expect(contents.map((seen) => seen['motia/steps/a.ts'])).not.toContain('')
  })

  it('tells of all files of a branch that is checked out, and of what it took away', async () => {
    const branch = (n: number) => `motia/steps/${n % 7}/branch-${n}.ts`
    for (let n = 0; n < 300; n++) write(branch(n), 'main')
    await vi.waitFor(() => expect(all()).toHaveLength(300), WAIT)
    batches.length = 0
    for (let n = 0; n < 300; n += 2) write(branch(n), 'feature')
    for (let n = 1; n < 300; n += 2) rmSync(at(branch(n)))
    for (let n = 300; n < 400; n++) write(branch(n), 'feature')
    await vi.waitFor(() => expect(all()).toHaveLength(400), WAIT)
    expect(batches.length).toBeLessThan(40)
  })

  it('goes on with a folder that is deleted and made again, and with one that was moved', async () => {
    write('motia/steps/users/b.ts')
    await vi.waitFor(() => expect(all()).toContain('motia/steps/users/b.ts'), WAIT)
    for (let times = 0; times < 3; times++) {
      rmSync(at('motia/steps/users'), { recursive: true })
      batches.length = 0
      write('motia/steps/users/b.ts', `again ${times}`)
      await vi.waitFor(() => expect(contents.at(-1)?.['motia/steps/users/b.ts']).toBe(`again ${times}`), WAIT)
    }
    renameSync(at('motia/steps/users'), at('motia/steps/people'))
    await vi.waitFor(() => expect(all()).toContain('motia/steps/people/b.ts'), WAIT)
    batches.length = 0
    write('motia/steps/people/b.ts', 'edited')
    await vi.waitFor(() => expect(contents.at(-1)?.['motia/steps/people/b.ts']).toBe('edited'), WAIT)
    rmSync(at('motia'), { recursive: true })
    await vi.waitFor(() => expect(all()).toContain('motia/steps/a.ts'), WAIT)
    batches.length = 0
    write('motia/steps/a.ts', 'all anew')
    await vi.waitFor(() => expect(contents.at(-1)?.['motia/steps/a.ts']).toBe('all anew'), WAIT)
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
    await vi.waitFor(() => expect(batches).toHaveLength(1), WAIT)
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
