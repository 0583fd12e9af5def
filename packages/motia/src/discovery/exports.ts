/**
 * How each export of a file comes about, as far as its text tells: is it a step, can it be one, or does it belong to
 * another file? Part of scan.ts.
 */
import type { StepKind } from '@motia/core/step'
import type { ESTree } from 'rolldown/utils'
import { type Bindings, loadedModule, namesOf } from './bindings.ts'
import { CORE, stepMaker } from './calls.ts'
import { keyText, type Node, type ParsedSource, unwrapExpression, walk } from './syntax.ts'

export type Origin =
  | { readonly type: 'step'; readonly kind: StepKind }
  /** Certainly no step. */
  | { readonly type: 'plain' }
  /** The result of code that uses these modules; `makes` if it uses a function of `@motia/core` that makes steps. */
  | { readonly type: 'computed'; readonly specifiers: readonly string[]; readonly makes: boolean }
  /** Another module's export; `*` for all of them. */
  | { readonly type: 'again'; readonly specifier: string; readonly imported: string }

export interface FoundExport {
  /** `*` for `export * from`. */
  readonly name: string
  readonly origin: Origin
}

export function findExports({ program }: ParsedSource, bindings: Bindings): FoundExport[] {
  return program.body.flatMap((statement) => exportsOf(statement, bindings))
}

function exportsOf(statement: ESTree.Directive | ESTree.Statement, bindings: Bindings): FoundExport[] {
  switch (statement.type) {
    case 'ExportAllDeclaration': {
      if (statement.exportKind === 'type') return []
      if (statement.exported) return [{ name: nameOf(statement.exported), origin: { type: 'plain' } }]
      const origin: Origin = { type: 'again', specifier: statement.source.value, imported: '*' }
      return [{ name: '*', origin }]
    }
    case 'ExportDefaultDeclaration':
      return [{ name: 'default', origin: originOf(statement.declaration, bindings) }]
    case 'ExportNamedDeclaration':
      return statement.exportKind === 'type' ? [] : namedExports(statement, bindings)
    case 'TSExportAssignment':
      return commonJsExports(statement.expression, bindings)
    case 'ExpressionStatement':
      return assignedExports(statement.expression, bindings)
    default:
      return []
  }
}

function namedExports(statement: ESTree.ExportNamedDeclaration, bindings: Bindings): FoundExport[] {
  const { declaration, specifiers, source } = statement
  if (declaration?.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id, init }) =>
      namesOf(id).map(([name]) => ({ name, origin: init ? originOf(init, bindings) : anything(bindings) })),
    )
  }
  if (declaration) return [{ name: '', origin: { type: 'plain' } }] // a function, a class, an enum
  return specifiers
    .filter(({ exportKind }) => exportKind !== 'type')
    .map(({ local, exported }) => {
      const name = nameOf(exported)
      if (!source) return { name, origin: originOf(local, bindings) }
      return { name, origin: { type: 'again', specifier: source.value, imported: nameOf(local) } as const }
    })
}

/** `module.exports = …`, `exports.name = …`, `module.exports.name = …`, also in a chain. */
function assignedExports(expression: ESTree.Expression, bindings: Bindings): FoundExport[] {
  if (expression.type !== 'AssignmentExpression') return []
  const { left, right } = expression
  const deeper = assignedExports(right, bindings)
  const value = right.type === 'AssignmentExpression' ? right.right : right
  if (isExportsObject(left)) return [...commonJsExports(value, bindings), ...deeper]
  if (left.type !== 'MemberExpression' || !isExportsObject(left.object)) return deeper
  const name = keyText(left.property, left.computed) ?? ''
  return [{ name, origin: originOf(value, bindings) }, ...deeper]
}

/** What is assigned to `module.exports`: one value, or an object of exports. */
function commonJsExports(value: ESTree.Expression, bindings: Bindings): FoundExport[] {
  const expression = unwrapExpression(value)
  if (expression.type !== 'ObjectExpression') {
    return [{ name: 'default', origin: originOf(expression, bindings) }]
  }
  return expression.properties.map((property) =>
    property.type === 'Property'
      ? { name: keyText(property.key, property.computed) ?? '', origin: originOf(property.value, bindings) }
      : { name: '*', origin: computed(property.argument, bindings) },
  )
}

function isExportsObject(node: Node): boolean {
  const expression = unwrapExpression(node)
  if (expression.type === 'Identifier') return expression.name === 'exports'
  if (expression.type !== 'MemberExpression' || expression.object.type !== 'Identifier') return false
  return (
    expression.object.name === 'module' && keyText(expression.property, expression.computed) === 'exports'
  )
}

function originOf(node: Node, bindings: Bindings, seen: readonly string[] = []): Origin {
  const expression = unwrapExpression(node)
  switch (expression.type) {
    case 'CallExpression': {
      const specifier = loadedModule(expression)
      if (specifier !== undefined) return { type: 'again', specifier, imported: '*' }
      const kind = stepMaker(expression.callee, bindings)
      return kind ? { type: 'step', kind } : computed(expression, bindings)
    }
    case 'Identifier': {
      const binding = bindings.imports.get(expression.name)
      if (binding) return { type: 'again', ...binding }
      if (seen.includes(expression.name) || !bindings.declarations.has(expression.name))
        return { type: 'plain' }
      const value = bindings.declarations.get(expression.name)
      return value ? originOf(value, bindings, [...seen, expression.name]) : anything(bindings)
    }
    case 'ArrayExpression':
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'MemberExpression':
    case 'NewExpression':
    case 'SequenceExpression':
    case 'AssignmentExpression':
    case 'TaggedTemplateExpression':
      return computed(expression, bindings)
    default:
      return { type: 'plain' } // literals, functions, classes, objects, operators, types
  }
}

/** Whatever the code of the node uses, directly or through declarations of the file. */
function computed(node: Node, bindings: Bindings): Origin {
  const specifiers = new Set<string>()
  const seen = new Set<string>()
  let makes = false
  const visit = (inner: Node) => {
    const loaded = loadedModule(inner)
    if (loaded === CORE) makes = true
    else if (loaded !== undefined) specifiers.add(loaded)
    if (inner.type !== 'Identifier') return
    const { name } = inner as ESTree.IdentifierName
    if (seen.has(name)) return
    seen.add(name)
    const binding = bindings.imports.get(name)
    if (binding?.specifier === CORE) makes ||= binding.imported !== 'motia' && binding.imported !== 'logger'
    else if (binding) specifiers.add(binding.specifier)
    const value = bindings.declarations.get(name)
    if (value) walk(value, visit)
  }
  walk(node, visit)
  return { type: 'computed', specifiers: [...specifiers], makes }
}

/** A variable that gets its value later. */
function anything({ imports }: Bindings): Origin {
  const specifiers = [...new Set([...imports.values()].map(({ specifier }) => specifier))]
  return { type: 'computed', specifiers, makes: specifiers.includes(CORE) }
}

function nameOf(node: ESTree.ModuleExportName): string {
  return node.type === 'Literal' ? node.value : node.name
}
