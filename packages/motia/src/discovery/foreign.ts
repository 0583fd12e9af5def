/**
 * Python and Ruby files as far as their text tells without their language: whether one holds steps, and which. Only a
 * worker can say for sure, and starts later; until then runs of what is seen here are accepted all the same. Called by
 * compile.ts.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepDescriptor } from '@motia/core/descriptor'
import type { StepKind } from '@motia/core/step'
import { type ForeignFile, hashOf } from './manifest.ts'

interface Syntax {
  readonly language: ForeignFile['language']
  /** That the file has to do with Motia at all. */
  readonly mentions: RegExp
  /** Where the making of a step begins; its first group is the kind. */
  readonly makes: RegExp
  /** The values of these options, in the text of the call. */
  readonly id: RegExp
  readonly on: RegExp
  /** Where the options are over. */
  readonly end: RegExp
}

const PYTHON: Syntax = {
  language: 'python',
  mentions: /^[ \t]*(?:from\s+motia\s+import|import\s+motia\b)/m,
  makes: /^[ \t]*(?:@|(?:\w+[ \t]*=[ \t]*)?)(?:\w+\.)?(api|event|cron|noop)[ \t]*\(/gm,
  id: /\bid\s*=\s*[fFrRbBuU]?(['"])([^'"\n]+)\1/,
  on: /\bon\s*=\s*(\[[^\]]*\]|\([^)]*\)|['"][^'"\n]*['"])/,
  end: /^[ \t]*(?:async[ \t]+def|def|class|@)\b/m,
}

const RUBY: Syntax = {
  language: 'ruby',
  mentions: /\brequire[ (]+['"]motia['"]/,
  makes:
    /^[ \t]*(?:\w+[ \t]*=[ \t]*)?(?:Motia\.)?(api|event|cron|noop)(?:[ \t]*\(|[ \t]+(?=\*\*|:?\w+:|:\w+[ \t]*=>))/gm,
  id: /(?:\bid:|:id[ \t]*=>)\s*(['"])([^'"\n]+)\1/,
  on: /(?:\bon:|:on[ \t]*=>)\s*(\[[^\]]*\]|%w\[[^\]]*\]|['"][^'"\n]*['"])/,
  end: /(?:\bdo\b|\{[ \t]*\|)/,
}

/** Reads the files. One that cannot be read is left to its worker to complain of. */
export function readForeignFiles(root: string, sources: readonly string[]): ForeignFile[] {
  return sources.map((source) => {
    let text = ''
    try {
      text = readFileSync(join(root, source), 'utf8')
    } catch {
      // gone again, or not ours to read
    }
    return scanForeign(source, text)
  })
}

/** Pure. @param source its name says the language */
export function scanForeign(source: string, text: string): ForeignFile {
  const syntax = source.endsWith('.rb') ? RUBY : PYTHON
  const found = [...text.matchAll(syntax.makes)]
  const steps = found.flatMap((match, i) => {
    const rest = text.slice(match.index + match[0].length, found[i + 1]?.index)
    const options = rest.slice(0, rest.search(syntax.end) >>> 0)
    const id = syntax.id.exec(options)?.[2]
    if (id === undefined) return []
    const line = text.slice(0, match.index).split('\n').length
    return [{ kind: match[1] as StepKind, id, line, on: namesIn(syntax.on.exec(options)?.[1]) }]
  })
  const holdsSteps = found.length > 0 && syntax.mentions.test(text)
  return {
    source,
    language: syntax.language,
    hash: hashOf(text),
    holdsSteps,
    steps: holdsSteps ? steps : [],
  }
}

/** What is known of a file's steps before their worker has told. */
export function expectedSteps({ source, language, steps }: ForeignFile): StepDescriptor[] {
  return steps.map(({ kind, id, line, on }) => ({
    kind,
    id,
    file: source,
    line,
    language,
    exportName: '',
    options: on.length > 0 ? { on } : {},
    triggers: [],
  }))
}

function namesIn(text = ''): string[] {
  if (text.startsWith('%w')) return text.slice(3, -1).split(/\s+/).filter(Boolean)
  return [...text.matchAll(/(['"])([^'"\n]*)\1/g)].map(([, , name = '']) => name)
}
