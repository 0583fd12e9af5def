/**
 * The tutorial's code blocks as files and commands, taken from test/fixtures/tutorial.ko.md in order. The end-to-end
 * test and the demo put them into a project that the generator made.
 */
import { readFileSync } from 'node:fs'

export interface TutorialFile {
  /** The section that prints it: `2.2`. */
  readonly section: string
  readonly path: string
  readonly code: string
}

export interface TutorialCall {
  readonly section: string
  /** One `curl` command, as printed. */
  readonly command: string
}

interface Block {
  readonly section: string
  readonly language: string
  readonly code: string
}

const FIXTURE = new URL('../fixtures/tutorial.ko.md', import.meta.url)

/** Every file that a block in one of the languages prints, later versions of a file after earlier ones. */
export function readTutorialFiles(
  languages: readonly string[] = ['typescript', 'javascript', 'python'],
): TutorialFile[] {
  const files: TutorialFile[] = []
  for (const { section, language, code } of readBlocks()) {
    if (!languages.includes(language)) continue
    for (const { path, text } of splitFiles(code))
      files.push({ section, path, code: withHead(text, path, files) })
  }
  return files
}

export function readTutorialCalls(): TutorialCall[] {
  return readBlocks()
    .filter(({ language }) => language === 'bash')
    .flatMap(({ section, code }) => toCommands(code).map((command) => ({ section, command })))
}

/** The commands of a section that write a file (`cat > … << EOF`), as printed. */
export function readTutorialScripts(section: string): string[] {
  return readBlocks()
    .filter((block) => block.section === section && block.language === 'bash')
    .flatMap(({ code }) => code.match(/^cat > [\s\S]*?^EOF$/gm) ?? [])
}

function readBlocks(): Block[] {
  const blocks: Block[] = []
  let section = ''
  let open: { language: string; lines: string[] } | undefined
  for (const line of readFileSync(FIXTURE, 'utf8').split('\n')) {
    const fence = /^```(\w*)/.exec(line)
    if (open && fence) {
      blocks.push({ section, language: open.language, code: `${open.lines.join('\n')}\n` })
      open = undefined
    } else if (open) open.lines.push(line)
    else if (fence) open = { language: fence[1] ?? '', lines: [] }
    else section = /^#+ (\d+\.\d+)/.exec(line)?.[1] ?? section
  }
  return blocks
}

/** A block may print several files, each after a line that names it. */
function splitFiles(code: string): { path: string; text: string }[] {
  const parts = code.split(/^(?:\/\/|#) (motia[\w./-]*)[^\n]*\n/m)
  const files: { path: string; text: string }[] = []
  for (let i = 1; i < parts.length; i += 2) {
    files.push({ path: parts[i] as string, text: parts[i + 1] as string })
  }
  return files
}

/** 3.3 prints only what changes below the imports and the schema: it keeps the head of the version before it. */
function withHead(code: string, path: string, earlier: readonly TutorialFile[]): string {
  if (/^(import|from|module\.exports)/m.test(code)) return code
  const before = earlier.findLast((file) => file.path === path)?.code ?? ''
  return before.slice(0, before.indexOf('export default')) + code
}

/** The `curl` commands of a block, their continued lines joined. */
function toCommands(code: string): string[] {
  const commands: string[] = []
  const lines = code.split('\n')
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i]?.startsWith('curl ')) continue
    const command = [lines[i] as string]
    while (isUnfinished(command) && i + 1 < lines.length) command.push(lines[++i] as string)
    commands.push(command.join('\n'))
  }
  return commands
}

function isUnfinished(command: readonly string[]): boolean {
  const quotes = command.join('\n').split("'").length - 1
  return quotes % 2 === 1 || (command.at(-1)?.endsWith('\\') ?? false)
}
