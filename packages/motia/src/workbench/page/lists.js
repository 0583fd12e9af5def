/**
 * The page's views of many: overview, errors, logs. A view resolves to the nodes it shows and, if it follows what
 * arrives live, to the function that takes each event.
 */
import { get } from './api.js'
import { atMostEvery, button, figure, h, runLink, section, table, wide } from './dom.js'
import { date, number } from './format.js'
import { executionRow, logRow, prepend } from './rows.js'
import { stepTable } from './steps.js'

const MAX_ROWS = 100
const MAX_LOG_ROWS = 1000
const REFRESH_MS = 1000
const CHANGES_STEPS = ['attempt', 'request', 'counters', 'app-ready', 'quarantined', 'cancelled']

export async function overview() {
  const paths = ['/api/steps', `/api/spans?limit=${MAX_ROWS}`, '/api/unrouted']
  const [steps, spans, unrouted] = await Promise.all(paths.map(get))
  const holder = h('div', {}, stepTable(steps))
  const rows = h('ul', { class: 'list' }, ...spans.map(executionRow))
  const refresh = atMostEvery(REFRESH_MS, async () => {
    holder.replaceChildren(stepTable(await get('/api/steps')))
  })
  const follow = (event) => {
    if (CHANGES_STEPS.includes(event.type)) refresh()
    if (event.type !== 'attempt' && event.type !== 'request') return
    prepend(rows, executionRow({ ...event, kind: event.type }), MAX_ROWS)
  }
  const nodes = [section('Steps', holder), section('Latest executions', rows)]
  return { nodes: unrouted.length ? [...nodes, unroutedSection(unrouted)] : nodes, follow }
}

function unroutedSection(unrouted) {
  const rows = unrouted.map(({ target, count, lastAt }) => [
    h('span', { class: 'warn' }, target),
    figure(number(count)),
    date(lastAt),
  ])
  return section(
    'Triggered, but no step has this id or topic',
    table(['Target', figure('Times'), 'Last'], rows),
  )
}

export async function errors() {
  const rows = (await get('/api/errors')).map(({ stepId, failure, count, final, lastRunId, lastAt }) => [
    stepId,
    wide(h('span', { class: 'bad' }, `${failure.name}: ${failure.message}`)),
    figure(number(count)),
    figure(number(final)),
    runLink(lastRunId, date(lastAt)),
  ])
  const titles = ['Step', 'Error', figure('Times'), figure('Final'), 'Last']
  return { nodes: [section('Errors, the latest first', table(titles, rows, 'Nothing failed.'))] }
}

export async function logs(text = '') {
  const query = new URLSearchParams({ text })
  const rows = h('ul', { class: 'list' })
  const more = button('Earlier', load)
  async function load() {
    const { lines, before } = await get(`/api/logs?${query}`)
    rows.append(...lines.map(logRow))
    more.hidden = before === undefined
    if (before !== undefined) query.set('before', before)
  }
  await load()
  const follow = (event) => {
    if (event.type === 'log' && text === '') prepend(rows, logRow(event), MAX_LOG_ROWS)
  }
  return { nodes: [section('Logs, the latest first', searchForm(text), rows, more)], follow }
}

function searchForm(text) {
  const field = h('input', {
    type: 'search',
    value: text,
    placeholder: 'words, or userId=u1',
    'aria-label': 'Search the logs',
  })
  const onsubmit = (event) => {
    event.preventDefault()
    location.hash = `#/logs/${encodeURIComponent(field.value)}`
  }
  return h('form', { class: 'actions', onsubmit }, field, h('button', { type: 'submit' }, 'Search'))
}
