/** The page's views of one: a run with all that is known of it, and a trace as a tree. */
import { command, get } from './api.js'
import { atMostEvery, button, figure, h, link, pill, quiet, runLink, section, table, wide } from './dom.js'
import { date, duration, json } from './format.js'
import { failureBlock, logRow, rowList } from './rows.js'

const REFRESH_MS = 1000
const ENDED_BADLY = ['failed', 'cancelled', 'quarantined']
const UNDER_WAY = ['waiting', 'scheduled', 'queued', 'running']

/** @param again shows the view anew */
export async function run(again, id) {
  const detail = await get(`/api/runs/${encodeURIComponent(id)}`)
  const { run: row, request, failures, logs } = detail
  const failure = row?.failure ?? request?.failure
  const nodes = [heading(detail), subheading(id, detail), actions(id, row, again)]
  if (failure) nodes.push(...failureBlock(failure))
  if (row) nodes.push(...valueBlock('Input', row.input))
  if (row?.status === 'succeeded') nodes.push(...valueBlock('Result', row.result))
  if (failures.length) nodes.push(h('h3', {}, 'Attempts that did not succeed'), failureTable(failures))
  nodes.push(h('h3', {}, 'Logs'), rowList(logs.map(logRow), 'It logged nothing.'))
  const refresh = atMostEvery(REFRESH_MS, again)
  const follow = (event) => {
    if (event.runId === id) refresh()
  }
  // That it began is no event.
  const timer = ['queued', 'running'].includes(row?.status) ? setTimeout(again, REFRESH_MS) : undefined
  return { nodes: [h('section', {}, ...nodes.filter(Boolean))], follow, leave: () => clearTimeout(timer) }
}

function heading({ run: row, request, attempts }) {
  const seen = row ?? request ?? attempts.at(-1)
  return h('h2', {}, seen.stepId, ' ', pill(seen.status))
}

function subheading(id, { run: row, request, attempts }) {
  const { traceId } = row ?? request ?? attempts[0]
  const answered = request && `, ${request.method} ${request.path} in ${duration(request.durationMs)}`
  const reason = row?.reason && `, ${row.reason}`
  const trace = link(`#/trace/${encodeURIComponent(traceId)}`, 'its trace')
  return h('p', { class: 'quiet' }, `run ${id}, `, trace, answered, reason)
}

function actions(id, row, again) {
  const act = (title, name) =>
    button(title, () => command(name, { runId: id }).then(again, (error) => alert(error.message)))
  if (ENDED_BADLY.includes(row?.status)) return h('p', { class: 'actions' }, act('Run it again', 'redrive'))
  return UNDER_WAY.includes(row?.status) ? h('p', { class: 'actions' }, act('Cancel', 'cancel')) : undefined
}

const valueBlock = (title, value) => [h('h3', {}, title), h('pre', { tabindex: '0' }, json(value))]

function failureTable(failures) {
  const rows = failures.map(({ attempt, outcome, startedAt, finishedAt, failure }) => [
    figure(attempt),
    outcome,
    date(startedAt),
    figure(duration(finishedAt - startedAt)),
    wide(failure.message),
  ])
  return table([figure('Attempt'), 'Outcome', 'Started', figure('Took'), 'Error'], rows)
}

/** @param again shows the view anew */
export async function trace(again, id) {
  const { roots, unrouted } = await get(`/api/traces/${encodeURIComponent(id)}`)
  const missing = unrouted.map(({ target }) =>
    h('p', { class: 'warn' }, `${target}: triggered, but no step has this id or topic`),
  )
  const refresh = atMostEvery(REFRESH_MS, again)
  const follow = (event) => {
    if (event.traceId === id) refresh()
  }
  return {
    nodes: [section(`Trace ${id}`, h('ul', { class: 'tree' }, ...roots.map(branch)), ...missing)],
    follow,
  }
}

function branch({ runId, stepId, run: row, request, attempts, logs, children }) {
  const span = request ?? attempts.at(-1)
  const logged = logs.length ? `, ${logs.length} log lines` : ''
  const facts = quiet(` ${duration(span?.durationMs)}${logged}`)
  const below = children.length > 0 && h('ul', {}, ...children.map(branch))
  return h('li', {}, pill((row ?? span).status), ' ', runLink(runId, stepId), facts, below)
}
