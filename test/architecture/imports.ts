/** Reads what a source file imports, from its syntax tree: statically, dynamically, for types or not. */
import { parseSync, Visitor } from 'oxc-parser'

/** One import as written. */
export interface Import {
  readonly specifier: string
  /** Erased at run time: `import type`, `export type`, `import('x').T`. */
  readonly typeOnly: boolean
}

/** Every import in the source, repeated ones too. Throws on a syntax error, which it names. */
export function parseImports(fileName: string, source: string): Import[] {
  const { program, errors } = parseSync(fileName, source)
  const [error] = errors
  if (error) throw new Error(`${fileName}: ${error.message}`)
  const imports: Import[] = []
  const add = (specifier: unknown, typeOnly: boolean) => {
    if (typeof specifier === 'string') imports.push({ specifier, typeOnly })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => add(node.source?.value, node.exportKind === 'type'),
    ImportExpression: (node) => add(literal(node.source), false),
    TSImportType: (node) => add(node.source.value, true),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require')
        add(literal(node.arguments[0]), false)
    },
  }).visit(program)
  return imports
}

/** What a computed import loads is not known here, and is user code or a plugin: not a layer of ours. */
function literal(node: { type: string; value?: unknown } | undefined): unknown {
  return node?.type === 'Literal' ? node.value : undefined
}
