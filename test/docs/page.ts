/** Reads a page of docs/ as the tests of this folder compare it with the code: its sections, quotes and tables. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A heading and what stands below it, to the next heading of any level. */
export interface Section {
  /** Number of `#`. */
  readonly level: number
  /** Without backticks. */
  readonly title: string
  readonly text: string
}

/** Absolute path of a file of the workspace. */
export function workspacePath(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url))
}

/** The page's sections in their order. */
export function readSections(file: string): Section[] {
  const parts = readFileSync(workspacePath(file), 'utf8').split(/^(#+) (.+)\n/m)
  const sections: Section[] = []
  for (let i = 1; i < parts.length; i += 3) {
    const [marks = '', title = '', text = ''] = parts.slice(i, i + 3)
    sections.push({ level: marks.length, title: title.replaceAll('`', ''), text })
  }
  return sections
}

/** The paragraphs of the first block quote, each on one line. */
export function readQuote({ text }: Section): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('>'))
  return lines
    .map((line) => line.slice(1).trim())
    .join('\n')
    .split('\n\n')
    .map((paragraph) => paragraph.replaceAll('\n', ' '))
}

/** The rows of all tables below the heading, without their heads; cells as written, `\|` being a bar. */
export function readRows({ text }: Section): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  const isRuler = (line: string | undefined) => line !== undefined && /^[|:\- ]+$/.test(line)
  const body = lines.filter((line, i) => !isRuler(line) && !isRuler(lines[i + 1]))
  return body.map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  )
}

/** The code spans of a cell. */
export function readCode(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}

/** All fenced blocks of a language. */
export function readCodeBlocks({ text }: Section, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  )
}

/** The first fenced block of a language. */
export function readBlock({ text }: Section, language: string): string {
  const block = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1]
  if (block === undefined) throw new Error(`there is no block of ${language}`)
  return block
}
