/** One source file as a syntax tree, and what every reader of one needs. Used by the scan and by compile.ts. */
import type { Mistake } from '@motia/core/descriptor'
import { type ESTree, type ParseResult, type ParserOptions, parseSync } from 'rolldown/utils'

export interface ParsedSource {
  readonly code: string
  readonly program: ESTree.Program
  readonly module: ParseResult['module']
  /** 1 for the first. */
  lineOf(offset: number): number
}

/** At most that many mistakes of one file: the first causes the others. */
const MAX_ERRORS = 3

/** @param file relative to the root, for the mistakes */
export function parseSource(file: string, code: string): ParsedSource | { readonly mistakes: Mistake[] } {
  const options: ParserOptions = { sourceType: 'unambiguous', ...langOf(file) }
  let parsed = parseSync(file, code, options)
  if (parsed.errors.length > 0 && !parsed.module.hasModuleSyntax) {
    parsed = parseSync(file, code, { ...options, sourceType: 'commonjs' }) // a `return` at the top level
  }
  if (parsed.errors.length > 0) {
    return { mistakes: parsed.errors.slice(0, MAX_ERRORS).map((error) => toMistake(file, code, error)) }
  }
  const starts = lineStarts(code)
  return {
    code,
    // Getters: the tree is made from JSON when it is first asked for.
    get program() {
      return parsed.program
    },
    get module() {
      return parsed.module
    },
    lineOf: (offset) => lineAt(starts, offset),
  }
}

/** JavaScript may hold JSX, whatever its extension says. */
export function langOf(file: string): { lang?: 'jsx' } {
  return /\.[cm]?jsx?$/.test(file) ? { lang: 'jsx' } : {}
}

/** Any node of the tree. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** Calls `enter` on the node and all below it, in the order of the text; `leave` after a node's children. */
export function walk(node: Node, enter: (node: Node) => void, leave?: (node: Node) => void): void {
  enter(node)
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, enter, leave)
    } else if (isNode(value)) walk(value, enter, leave)
  }
  leave?.(node)
}

/** The expression without parentheses, `as`, `satisfies`, `!` and `await`. */
export function unwrapExpression(node: Node): ESTree.Expression {
  const expression = node as ESTree.Expression
  switch (expression.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return unwrapExpression(expression.expression)
    case 'AwaitExpression':
      return unwrapExpression(expression.argument)
    default:
      return expression
  }
}

/** The text of a string or of a template without holes. */
export function literalText(node: Node | undefined): string | undefined {
  if (!node) return undefined
  const expression = unwrapExpression(node)
  if (expression.type === 'Literal')
    return typeof expression.value === 'string' ? expression.value : undefined
  if (expression.type !== 'TemplateLiteral' || expression.expressions.length > 0) return undefined
  return expression.quasis[0]?.value.cooked ?? undefined
}

/** The name of a property that is written out: `a.b`, `{ b: … }`, `{ 'b': … }`. */
export function keyText(key: Node, computed: boolean): string | undefined {
  if (!computed && key.type === 'Identifier') return (key as ESTree.IdentifierName).name
  return literalText(key)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function toMistake(file: string, code: string, error: ParseResult['errors'][number]): Mistake {
  const { message, helpMessage, labels } = error
  const offset = labels[0]?.start ?? 0
  const before = code.slice(0, offset).split('\n')
  return {
    file,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    message: `syntax error: ${message}`,
    ...(helpMessage !== null && { hint: helpMessage }),
  }
}

function lineStarts(code: string): number[] {
  const starts = [0]
  for (let i = code.indexOf('\n'); i >= 0; i = code.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
