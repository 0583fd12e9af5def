/** JSON as an argument of a command, or from its stdin: checked before anybody is asked. trigger.ts and state-change.ts */
import { text as readAll } from 'node:stream/consumers'
import { wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'
import { findJsonFault, showJsonFault } from './json-place.ts'

/** @param what names it in the message @throws CommandError that shows where it is no JSON */
export async function readJsonArgument(given: string, what: string, io: Io): Promise<string> {
  const json = given === '-' ? await readAll(io.stdin) : given
  if (!isJson(json)) throw refusalOf(json, what, io.columns)
  return json
}

function refusalOf(json: string, what: string, columns: number): Error {
  const fault = findJsonFault(json) ?? { line: 1, column: 1, expected: 'a value' }
  const place = `line ${fault.line}, column ${fault.column}: expected ${fault.expected}`
  return wrongUse(`the ${what} is not JSON, at ${place}\n${showJsonFault(json, fault, columns - 2)}`)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
