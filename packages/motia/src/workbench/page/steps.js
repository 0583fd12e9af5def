/** The page's table of steps, and running one by hand. */
import { command } from './api.js'
import { button, figure, h, quiet, table } from './dom.js'
import { date, duration, number, percent } from './format.js'

const FIGURES = ['Executions', 'Failed', 'Success', 'p50', 'p95', 'p99', 'Queued']

export function stepTable(steps) {
  const titles = ['Step', 'Kind', 'Reached by', ...FIGURES.map(figure), '']
  return table(titles, steps.map(stepRow), 'No steps yet: put a file with one below motia/steps.')
}

function stepRow(step) {
  const { id, kind, file, figures, queued } = step
  const failed = h('span', { class: figures.failed ? 'bad' : 'quiet' }, number(figures.failed))
  return [
    h('span', { title: file }, id),
    quiet(kind),
    reachedBy(step),
    figure(number(figures.executions)),
    figure(failed),
    figure(percent(figures.successRate)),
    ...[figures.p50Ms, figures.p95Ms, figures.p99Ms].map((ms) => figure(duration(ms))),
    figure(number(queued)),
    button(kind === 'noop' ? 'Pass' : 'Run', () => askToRun(id, kind)),
  ]
}

function reachedBy({ options, schedule }) {
  if (options.method) return h('span', { class: 'mono' }, `${options.method} ${options.path}`)
  if (!options.schedule) return options.on && quiet([options.on].flat().join(', '))
  const next = schedule?.nextAt ? `, next ${date(schedule.nextAt)}` : ''
  return h('span', {}, h('span', { class: 'mono' }, options.schedule), quiet(next))
}

function askToRun(id, kind) {
  const [dialog, title, payload, problem, send] = [
    '#trigger',
    '#trigger-title',
    '#payload',
    '#trigger-problem',
    '#trigger-send',
  ].map((selector) => document.querySelector(selector))
  title.textContent = `Run ${id}`
  payload.value = kind === 'cron' || kind === 'noop' ? 'null' : '{}'
  problem.textContent = ''
  send.onclick = async () => {
    try {
      const { runs = [] } = await command('trigger', { target: id, payload: JSON.parse(payload.value) })
      dialog.close()
      if (runs[0]) location.hash = `#/run/${runs[0].runId}`
    } catch (error) {
      problem.textContent = error.message
    }
  }
  dialog.showModal()
}
