/**
 * A guide as what its test does with it: fenced blocks that are files, and commands with what they print. Read by
 * guide-page.test.ts (the rules that every page keeps) and test/e2e/guides.test.ts (which runs them).
 *
 *   ```ts        first line `// motia/steps/a.ts`   a file of the page's project; after a command: an edit while it runs
 *   ```console   `$ command`, then its output        run against the page's server, in order; `…` is anything
 *   ```text                                          lines that the server prints
 *   ```sh                                            commands that need what the test has not: a registry, a Docker
 */
import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { workspacePath } from './page.ts'

export interface Block {
  readonly language: string
  readonly code: string
  /** Line of the page where its fence opens. */
  readonly line: number
}

export interface GuideFile {
  readonly path: string
  readonly code: string
}

export interface GuideCommand {
  readonly command: string
  /** What it prints; `…` stands for anything. */
  readonly output: string
  readonly line: number
}

/** What a page wants done, in its order. */
export type GuideAct =
  | { readonly kind: 'write'; readonly file: GuideFile }
  | { readonly kind: 'run'; readonly command: GuideCommand }
  | { readonly kind: 'printed'; readonly lines: readonly string[] }

/** The languages of blocks that are no files. */
const ACTS: readonly string[] = ['console', 'text', 'sh', '']

/** Paths of all guides. */
export function listGuides(): string[] {
  return readdirSync(workspacePath('docs/guide'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/guide/${name}`)
}

/** A page's fenced blocks; those in lists and quotes as well. */
export function readBlocks(page: string): Block[] {
  const blocks: Block[] = []
  let open: { language: string; line: number; lines: string[] } | undefined
  for (const [i, text] of readFileSync(workspacePath(page), 'utf8').split('\n').entries()) {
    const fence = /^```(\w*)/.exec(text)
    if (open && fence) {
      blocks.push({ language: open.language, line: open.line, code: `${open.lines.join('\n')}\n` })
      open = undefined
    } else if (open) open.lines.push(text)
    else if (fence) open = { language: fence[1] ?? '', line: i + 1, lines: [] }
  }
  return blocks
}

/** The file that a block is; `undefined` if its first line names none. */
export function toFile({ code }: Block): GuideFile | undefined {
  const path = /^(?:\/\/|#|--) (\.?[\w][\w./-]*)(?: .*)?\n/.exec(code)?.[1]
  return path === undefined ? undefined : { path, code }
}

/** The commands of a `console` block, each with what it prints. */
export function toCommands({ code, line }: Block): GuideCommand[] {
  const commands: { command: string; output: string; line: number }[] = []
  let isContinued = false
  for (const [i, text] of code.trimEnd().split('\n').entries()) {
    const last = commands.at(-1)
    if (isContinued && last) last.command += `\n${text}`
    else if (text.startsWith('$ ')) commands.push({ command: text.slice(2), output: '', line: line + 1 + i })
    else if (last) last.output += `${text}\n`
    isContinued = text.endsWith('\\') && (isContinued || text.startsWith('$ '))
  }
  return commands
}

/** What the page does, in its order. */
export function readActs(page: string): GuideAct[] {
  return readBlocks(page).flatMap((block): GuideAct[] => {
    if (block.language === 'console') return toCommands(block).map((command) => ({ kind: 'run', command }))
    if (block.language === 'text') return [{ kind: 'printed', lines: block.code.trimEnd().split('\n') }]
    const file = isFile(block) && toFile(block)
    return file ? [{ kind: 'write', file }] : []
  })
}

/** Whether a block is a file by its language. */
export function isFile({ language }: Block): boolean {
  return !ACTS.includes(language)
}

/** `dev`, unless the page says `<!-- served by motia start -->`. */
export function readServedBy(page: string): 'dev' | 'start' {
  return readFileSync(workspacePath(page), 'utf8').includes('<!-- served by motia start -->')
    ? 'start'
    : 'dev'
}

/** Whether something was printed as a page shows it: spaces do not count, `…` is anything, equal JSON is equal. */
export function matchesOutput(expected: string, printed: string): boolean {
  const [wanted, got] = [squeeze(expected), squeeze(printed)]
  if (!wanted.includes('…')) return wanted === got || sameJson(wanted, got)
  const pattern = wanted.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`).test(got)
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function sameJson(left: string, right: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(left), JSON.parse(right))
  } catch {
    return false
  }
}
