/** What `motia add` says at its end: the files, and what to try while `motia dev` runs. Pure. */
import type { NewStep } from './new-step.ts'
import { paramsOf } from './source-text.ts'

/** The command that reaches the step. */
export function toTry(step: NewStep, apiUrl: string): string {
  if (step.kind !== 'api') {
    const payload = step.kind === 'event' ? ` '{"name":"you"}'` : ''
    return `npx motia trigger ${quote(step.id)}${payload}`
  }
  const path = paramsOf(step.path).reduce((text, name) => text.replace(`:${name}`, '1'), step.path)
  const method = step.method === 'GET' ? '' : step.method === 'HEAD' ? '-I ' : `-X ${step.method} `
  const body = /^(POST|PUT|PATCH)$/.test(step.method)
    ? ` -H 'Content-Type: application/json' -d '{"name":"you"}'`
    : ''
  return `curl ${method}${quote(apiUrl + path)}${body}`
}

function quote(text: string): string {
  return /^[\p{L}\p{N}_./:@+-]+$/u.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`
}
