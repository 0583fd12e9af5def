/** The calls in a file that make steps, and those that trigger a target named in the source. Part of scan.ts. */
import { STEP_KINDS, type StepKind } from '@motia/core/step'
import type { ESTree } from 'rolldown/utils'
import { type Bindings, loadedModule } from './bindings.ts'
import { keyText, literalText, type Node, type ParsedSource, unwrapExpression, walk } from './syntax.ts'

export interface FoundStep {
  readonly kind: StepKind
  /** If it is written out. */
  readonly id?: string
  readonly line: number
  /** Made when the file is loaded, not inside a function. */
  readonly atTop: boolean
  /** Targets triggered within the call. */
  readonly triggers: readonly string[]
}

export interface FoundCalls {
  readonly steps: readonly FoundStep[]
  /** Targets triggered outside of any step's call. */
  readonly triggers: readonly string[]
}

export const CORE = '@motia/core'

/** Names by which handlers are given their context, whatever this file's call theirs. */
const CONTEXT_NAMES = ['ctx', 'context']

/** The kind of step that a call of this makes, if it is one of the four functions of `@motia/core`. */
export function stepMaker(callee: Node, { imports }: Bindings): StepKind | undefined {
  const expression = unwrapExpression(callee)
  if (expression.type === 'Identifier') {
    const binding = imports.get(expression.name)
    return binding?.specifier === CORE ? toKind(binding.imported) : undefined
  }
  if (expression.type !== 'MemberExpression') return undefined
  const kind = toKind(keyText(expression.property, expression.computed))
  return kind && isCore(expression.object, imports) ? kind : undefined
}

export function findCalls({ program, lineOf }: ParsedSource, bindings: Bindings): FoundCalls {
  const steps: { call: ESTree.CallExpression; kind: StepKind; atTop: boolean }[] = []
  const triggers: { at: number; target: string }[] = []
  const contexts = new Set(CONTEXT_NAMES)
  const loose = new Set<string>()
  let depth = 0
  const enter = (node: Node) => {
    if (isFunction(node)) depth++
    else if (node.type === 'ObjectPattern') addLooseNames(node as ESTree.ObjectPattern, loose)
    else if (node.type === 'CallExpression') {
      const call = node as ESTree.CallExpression
      const kind = stepMaker(call.callee, bindings)
      if (kind) {
        steps.push({ call, kind, atTop: depth === 0 })
        addContextName(call.arguments[1], contexts)
      } else if (isTrigger(call.callee, bindings, contexts, loose)) {
        const target = resolveText(call.arguments[0], bindings)
        if (target !== undefined) triggers.push({ at: call.start, target })
      }
    }
  }
  walk(program, enter, (node) => {
    if (isFunction(node)) depth--
  })
  const within = (call: Node) => triggers.filter(({ at }) => at >= call.start && at < call.end)
  const outside = triggers.filter(({ at }) => !steps.some(({ call }) => at >= call.start && at < call.end))
  return {
    steps: steps.map(({ call, kind, atTop }) => {
      const id = resolveId(call.arguments[0], bindings)
      const found = { kind, line: lineOf(call.start), atTop, triggers: targetsOf(within(call)) }
      return id === undefined ? found : { ...found, id }
    }),
    triggers: targetsOf(outside),
  }
}

function isTrigger(
  callee: Node,
  { imports }: Bindings,
  contexts: ReadonlySet<string>,
  loose: ReadonlySet<string>,
): boolean {
  const expression = unwrapExpression(callee)
  if (expression.type === 'Identifier') return loose.has(expression.name)
  if (expression.type !== 'MemberExpression') return false
  const verb = keyText(expression.property, expression.computed)
  if (verb !== 'trigger' && verb !== 'call') return false
  const object = unwrapExpression(expression.object)
  if (object.type === 'MemberExpression') {
    return keyText(object.property, object.computed) === 'motia' && isCore(object.object, imports)
  }
  if (object.type !== 'Identifier') return false
  const binding = imports.get(object.name)
  if (binding) return binding.specifier === CORE && binding.imported === 'motia'
  return object.name === 'motia' || contexts.has(object.name)
}

/** `{ trigger }`, taken out of the context or of `motia`. */
function addLooseNames(pattern: ESTree.ObjectPattern, loose: Set<string>): void {
  for (const property of pattern.properties) {
    if (property.type === 'RestElement' || property.value.type !== 'Identifier') continue
    const key = keyText(property.key, property.computed)
    if (key === 'trigger' || key === 'call') loose.add(property.value.name)
  }
}

function addContextName(handler: Node | undefined, contexts: Set<string>): void {
  if (!handler || !isFunction(handler)) return
  const second = (handler as ESTree.Function).params[1]
  if (second?.type === 'Identifier') contexts.add(second.name)
}

function resolveId(options: Node | undefined, bindings: Bindings): string | undefined {
  const object = options && dereference(options, bindings)
  if (object?.type !== 'ObjectExpression') return undefined
  for (const property of (object as ESTree.ObjectExpression).properties) {
    if (property.type !== 'Property' || keyText(property.key, property.computed) !== 'id') continue
    return resolveText(property.value, bindings)
  }
  return undefined
}

function resolveText(node: Node | undefined, bindings: Bindings): string | undefined {
  return node && literalText(dereference(node, bindings))
}

function dereference(node: Node, { declarations }: Bindings): Node {
  const expression = unwrapExpression(node)
  if (expression.type !== 'Identifier') return expression
  const init = declarations.get(expression.name)
  return init ? unwrapExpression(init) : expression
}

function isCore(node: Node, imports: Bindings['imports']): boolean {
  const object = unwrapExpression(node)
  if (object.type !== 'Identifier') return loadedModule(object) === CORE
  const binding = imports.get(object.name)
  return binding?.specifier === CORE && (binding.imported === '*' || binding.imported === 'default')
}

function isFunction(node: Node): boolean {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  )
}

function toKind(name: string | undefined): StepKind | undefined {
  return STEP_KINDS.find((kind) => kind === name)
}

function targetsOf(triggers: readonly { target: string }[]): string[] {
  return [...new Set(triggers.map(({ target }) => target))]
}
