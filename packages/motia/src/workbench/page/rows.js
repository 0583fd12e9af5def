/** The page's lines: an execution, a log line, a failure. */
import { h, pill, quiet, runLink } from './dom.js'
import { duration, time } from './format.js'

export function executionRow({
  kind,
  at,
  status,
  method,
  path,
  runId,
  stepId,
  durationMs,
  attempt,
  failure,
}) {
  const what = kind === 'request' ? `${method} ${path}` : stepId
  const which = attempt > 1 ? `, attempt ${attempt}` : ''
  const why = failure && h('span', { class: 'message bad' }, failure.message)
  return h(
    'li',
    {},
    quiet(time(at)),
    pill(status),
    runLink(runId, what),
    quiet(duration(durationMs), which),
    why,
  )
}

export function logRow({ at, level, message, fields, runId, stepId }) {
  const tone = { error: 'bad', warn: 'warn' }[level] ?? 'quiet'
  const where = runId ? runLink(runId, stepId ?? 'run') : stepId
  const text = h('span', { class: 'message mono' }, message, fields && quiet(` ${JSON.stringify(fields)}`))
  return h('li', {}, quiet(time(at)), h('span', { class: tone }, level), where, text)
}

export function rowList(rows, empty) {
  return rows.length ? h('ul', { class: 'list' }, ...rows) : h('p', { class: 'quiet' }, empty)
}

/** Puts a line first, and lets go of the oldest ones. */
export function prepend(list, row, max) {
  list.prepend(row)
  while (list.children.length > max) list.lastChild.remove()
}

export function failureBlock({ name, message, stack, issues = [] }) {
  const head = stack?.includes(message) ? [] : [`${name}: ${message}`]
  const lines = [...head, ...issues.map((issue) => `  ${issue.path}: ${issue.message}`), stack]
  return [h('h3', {}, 'Failure'), h('pre', { class: 'bad', tabindex: '0' }, lines.filter(Boolean).join('\n'))]
}
