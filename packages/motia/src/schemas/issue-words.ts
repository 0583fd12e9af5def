/** What Ajv finds, as issues: dotted paths, and the words that Motia's own checks of other languages use. */
import type { Issue } from '@motia/core/schema'
import type { ErrorObject } from 'ajv'

/** Without what only repeats, at a level above, that something below is wrong. */
export function toIssues(errors: readonly ErrorObject[]): Issue[] {
  const told = errors.filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
  const choices = told.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  const isWithin = (error: ErrorObject) =>
    choices.some((choice) => choice !== error && error.schemaPath.startsWith(`${choice.schemaPath}/`))
  return told.filter((error) => !isWithin(error)).map(toIssue)
}

function toIssue(error: ErrorObject): Issue {
  const { params, instancePath, keyword } = error
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keyword === 'required' || keyword === 'dependentRequired') path.push(params.missingProperty)
  if (keyword === 'additionalProperties') path.push(params.additionalProperty)
  if (keyword === 'unevaluatedProperties') path.push(params.unevaluatedProperty)
  return { path: path.join('.'), message: messageOf(error) }
}

const KINDS: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'a boolean',
  integer: 'an integer',
  number: 'a number',
  string: 'a string',
  array: 'an array',
  object: 'an object',
}

function messageOf({ keyword, params, message, data, schema, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return 'is required'
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'false schema':
    case 'not':
      return 'is not allowed'
    case 'type':
      return `must be ${anyOf([schema].flat().map(nameOf))}; it is ${kindOf(data, schema)}`
    case 'enum':
      return `must be one of ${params.allowedValues.map(show).join(', ')}; it is ${show(data)}`
    case 'const':
      return `must be ${show(params.allowedValue)}; it is ${show(data)}`
    case 'format':
    case 'pattern':
      return `must match the ${keyword} ${params[keyword]}; it is ${show(data)}`
    case 'anyOf':
    case 'oneOf':
      return choiceMessage(params.passingSchemas, parentSchema?.[keyword] as unknown[])
    default:
      return message ?? 'is wrong'
  }
}

function choiceMessage(passing: readonly number[] | null | undefined, choices: readonly unknown[]): string {
  if (passing) return `must match exactly one of ${choices.length} forms; it matches ${passing.length}`
  const kinds = choices.map((choice) => (choice as { type?: unknown } | null)?.type)
  const areKinds = kinds.every((kind) => typeof kind === 'string')
  return areKinds ? `must be ${anyOf(kinds.map(nameOf))}` : `matches none of ${choices.length} forms`
}

function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function nameOf(kind: unknown): string {
  return KINDS[String(kind)] ?? String(kind)
}

/** A fraction where an integer is wanted is shown itself. */
function kindOf(value: unknown, wanted: unknown): string {
  if (typeof value === 'number') return [wanted].flat().includes('integer') ? show(value) : 'a number'
  if (value === null) return 'null'
  return nameOf(Array.isArray(value) ? 'array' : typeof value)
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`
}
