/** Reads the fields of interfaces and of a union of objects from TypeScript source, for the pages that list them. */
import { readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'
import { workspacePath } from './page.ts'

/** `name` or `name?` to its type, on one line and without `readonly`. */
export type Fields = Readonly<Record<string, string>>

type Module = ReturnType<typeof parseSync>['program']
type Declaration = Module['body'][number]
type Signature = Extract<Declaration, { type: 'TSInterfaceDeclaration' }>['body']['body'][number]

/**
 * Every interface of the file by its name, and every object of a union by its `type`; or the interfaces named alone,
 * where others have more than fields.
 */
export function readDeclaredFields(file: string, only?: readonly string[]): Record<string, Fields> {
  const source = readFileSync(workspacePath(file), 'utf8')
  const declared: Record<string, Fields> = {}
  for (const statement of parseSync(file, source).program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type === 'TSInterfaceDeclaration' && (only?.includes(declaration.id.name) ?? true)) {
      declared[declaration.id.name] = toFields(declaration.body.body, source)
    }
    if (only !== undefined || declaration?.type !== 'TSTypeAliasDeclaration') continue
    const { typeAnnotation: type } = declaration
    for (const member of type.type === 'TSUnionType' ? type.types : []) {
      if (member.type !== 'TSTypeLiteral') continue
      const fields = toFields(member.members, source)
      declared[unquote(fields.type)] = fields
    }
  }
  return declared
}

/** The word of a literal type. */
export function unquote(literal: string | undefined): string {
  return (literal ?? '').replace(/^'|'$/g, '')
}

function toFields(members: readonly Signature[], source: string): Fields {
  return Object.fromEntries(
    members.map((member) => {
      if (member.type !== 'TSPropertySignature' || member.key.type !== 'Identifier' || !member.typeAnnotation)
        throw new Error(`not a field: ${source.slice(member.start, member.end)}`)
      const { start, end } = member.typeAnnotation.typeAnnotation
      return [`${member.key.name}${member.optional ? '?' : ''}`, plain(source.slice(start, end))]
    }),
  )
}

function plain(type: string): string {
  const line = type
    .replace(/\breadonly /g, '')
    .replace(/(?<=[^{\s])\n\s*(?=\w)/g, '; ')
    .replace(/\s+/g, ' ')
  return line.replace(/Readonly<(Record<[^>]*>)>/g, '$1').replace(/^\((.*)\)(\[\])$/, '$1$2')
}
