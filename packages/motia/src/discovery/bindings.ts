/** What the names at the top level of a file stand for: imports, requires, declarations. Part of scan.ts. */
import type { ESTree } from 'rolldown/utils'
import { keyText, literalText, type Node, type ParsedSource, unwrapExpression } from './syntax.ts'

/** A name that comes from another module; `imported` is `*` for the module as a whole. */
export interface ImportedName {
  readonly specifier: string
  readonly imported: string
}

export interface Bindings {
  readonly imports: ReadonlyMap<string, ImportedName>
  /** A variable's initial value, or the function or class; `undefined` for a variable without one. */
  readonly declarations: ReadonlyMap<string, Node | undefined>
}

export function findBindings({ program, module }: ParsedSource): Bindings {
  const imports = new Map<string, ImportedName>()
  const declarations = new Map<string, Node | undefined>()
  for (const { moduleRequest, entries } of module.staticImports) {
    for (const { importName, localName, isType } of entries) {
      if (isType) continue
      const imported = importName.kind === 'Name' ? importName.name : undefined
      const whole = importName.kind === 'Default' ? 'default' : '*'
      imports.set(localName.value, { specifier: moduleRequest.value, imported: imported ?? whole })
    }
  }
  for (const statement of program.body) declare(statement, imports, declarations)
  return { imports, declarations }
}

/** The module that an expression loads as a whole: `require('x')`, `await import('x')`. */
export function loadedModule(node: Node): string | undefined {
  const expression = unwrapExpression(node)
  if (expression.type === 'ImportExpression') return literalText(expression.source)
  if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier') return undefined
  return expression.callee.name === 'require' ? literalText(expression.arguments[0]) : undefined
}

function declare(
  statement: ESTree.Statement | ESTree.Directive,
  imports: Map<string, ImportedName>,
  declarations: Map<string, Node | undefined>,
): void {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      if (statement.declaration) declare(statement.declaration as ESTree.Statement, imports, declarations)
      break
    case 'ExportDefaultDeclaration':
      declare(statement.declaration as unknown as ESTree.Statement, imports, declarations)
      break
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      if (statement.id) declarations.set(statement.id.name, statement)
      break
    case 'TSImportEqualsDeclaration': {
      const { moduleReference, id } = statement
      if (moduleReference.type !== 'TSExternalModuleReference') break
      imports.set(id.name, { specifier: moduleReference.expression.value, imported: '*' })
      break
    }
    case 'VariableDeclaration':
      for (const declarator of statement.declarations) declareVariables(declarator, imports, declarations)
  }
}

function declareVariables(
  { id, init }: ESTree.VariableDeclarator,
  imports: Map<string, ImportedName>,
  declarations: Map<string, Node | undefined>,
): void {
  const specifier = init ? loadedModule(init) : undefined
  for (const [name, key] of namesOf(id)) {
    if (specifier !== undefined) imports.set(name, { specifier, imported: key ?? '*' })
    else declarations.set(name, init ?? undefined)
  }
}

/** The names that a pattern binds, each with the key it is taken from, if that is one step away. */
export function namesOf(pattern: Node): [name: string, key: string | undefined][] {
  const node = pattern as ESTree.BindingPattern | ESTree.ParamPattern
  switch (node.type) {
    case 'Identifier':
      return [[node.name, undefined]]
    case 'AssignmentPattern':
      return namesOf(node.left)
    case 'ArrayPattern':
      return node.elements.flatMap((element) => (element ? namesOf(element) : []))
    case 'ObjectPattern':
      return node.properties.flatMap((property) => {
        if (property.type === 'RestElement') return namesOf(property.argument)
        const key = keyText(property.key, property.computed)
        return namesOf(property.value).map(([name]): [string, string | undefined] => [name, key])
      })
    default:
      return []
  }
}
