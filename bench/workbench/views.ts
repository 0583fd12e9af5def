/** What is timed in the Workbench: the first screen of each panel, filters and searches in it. benchmarks/workbench.ts. */
import type { Page } from 'playwright-core'
import { NEEDLE } from './story.ts'
import type { Tab, Target } from './tab.ts'

/** The first screen of a panel: what has to be seen of it. */
export interface FirstScreen {
  readonly panel: string
  readonly path: string
  readonly targets: readonly Target[]
}

/** Something that one does in a panel. */
export interface Action {
  readonly name: string
  readonly kind: 'filter' | 'search'
  readonly path: string
  readonly ready: readonly Target[]
  run(tab: Tab): Promise<number>
}

const ROW: Target = { selector: 'main tbody tr' }
const RUN: Target = { selector: 'main section ul li a' }
const LINE: Target = { selector: 'main [data-level]' }
const CHART: Target = { selector: 'main canvas' }

/** @param runId of a run that failed, within a trace */
export function firstScreens(runId: string): FirstScreen[] {
  const screen = (panel: string, path: string, ...targets: Target[]) => ({ panel, path, targets })
  return [
    screen('overview', '/', { selector: 'main dl dd' }, CHART, ROW),
    screen('overview, 7 d', '/?window=7d', { selector: 'main dl dd' }, CHART, ROW),
    screen('flow', '/flow', { selector: 'main .react-flow__node', text: 'charge-card' }),
    screen('runs', '/runs', RUN),
    screen('a run', `/runs/${runId}`, { selector: 'main', text: 'validate-order' }),
    screen('errors', '/errors', ROW),
    screen('logs', '/logs', LINE),
    screen('endpoints', '/endpoints', { selector: 'main nav li', text: 'create-order' }),
    screen('schedules', '/schedules', ROW),
    screen('queues', '/queues', ROW),
    screen('state', '/state?group=users', { selector: 'main ul li', text: 'u1' }),
    screen('gates', '/gates', { selector: 'main', text: 'approve-refund' }),
    screen('unrouted', '/unrouted', ROW),
    screen('a step', '/steps/charge-card', { selector: 'main dl dd' }, CHART),
    screen('problems', '/problems', { selector: 'main h2' }),
  ]
}

const RUNS = 'main section ul'
const IDLE: Target = { selector: 'main section[aria-busy="false"]' }

export const ACTIONS: readonly Action[] = [
  filter(
    'runs: failed',
    '/runs',
    [RUN],
    [IDLE, { selector: RUNS, changed: true }, { selector: `${RUNS} li`, text: 'Failed' }],
    choose('Status', 'Failed'),
  ),
  filter(
    'runs: one step',
    '/runs',
    [RUN],
    [IDLE, { selector: RUNS, changed: true }, { selector: `${RUNS} li`, text: 'resize-image' }],
    choose('Step', 'resize-image'),
  ),
  filter(
    'runs: requests',
    '/runs',
    [RUN],
    [IDLE, { selector: RUNS, changed: true }, { selector: `${RUNS} li`, text: 'GET' }],
    press('Requests'),
  ),
  filter(
    'logs: errors',
    '/logs',
    [LINE],
    [IDLE, { selector: RUNS, changed: true }, { selector: '[data-level=error]' }],
    choose('Level', /Error/),
  ),
  filter(
    'logs: one step',
    '/logs',
    [LINE],
    [IDLE, { selector: RUNS, changed: true }],
    choose('Step', 'resize-image'),
  ),
  filter(
    'errors: one step',
    '/errors',
    [ROW],
    [{ selector: 'main tbody', changed: true }],
    choose('Step', 'charge-card'),
  ),
  filter('overview: 24 h', '/', [CHART, ROW], [{ selector: 'main dl', changed: true }], press('24 h')),
  filter('overview: 7 d', '/', [CHART, ROW], [{ selector: 'main dl', changed: true }], press('7 d')),
  search('runs: a rare text', '/runs', [RUN], [IDLE, toChip(NEEDLE)], NEEDLE),
  search(
    'runs: a common text',
    '/runs',
    [RUN],
    [IDLE, { selector: 'main', text: 'looked' }, toChip('sku')],
    'sku',
  ),
  search(
    'runs: no such text',
    '/runs',
    [RUN],
    [IDLE, { selector: 'main', text: 'No run matches' }],
    'nosuchtext',
  ),
  search('logs: a rare word', '/logs', [LINE], [IDLE, { selector: `${RUNS} li`, text: NEEDLE }], NEEDLE),
  search('logs: a common word', '/logs', [LINE], [IDLE, toChip('partner')], 'partner'),
  search('logs: Korean', '/logs', [LINE], [IDLE, toChip('주문')], '주문'),
  search('logs: a field', '/logs', [LINE], [IDLE, { selector: `${RUNS} li`, text: 'u123' }], 'userId=u123'),
  search(
    'logs: no such word',
    '/logs',
    [LINE],
    [IDLE, { selector: 'main', text: 'No line matches' }],
    'nosuchword',
  ),
  search(
    'state: a key',
    '/state?group=users',
    [{ selector: 'main ul li', text: 'u1' }],
    [{ selector: 'main ul li', text: 'u1777' }],
    'u1777',
  ),
]

/** Above the list, together with what it is narrowed to: an old list with it is marked busy. */
function toChip(text: string): Target {
  return { selector: `main li > span[title="${text}"]` }
}

type Act = (page: Page) => Promise<{ readonly last: (page: Page) => Promise<void> }>

function filter(
  name: string,
  path: string,
  ready: readonly Target[],
  targets: readonly Target[],
  act: Act,
): Action {
  return {
    name,
    kind: 'filter',
    path,
    ready,
    async run(tab) {
      const { last } = await act(tab.page)
      return tab.time('pointerdown', targets, last)
    },
  }
}

/** As people type: a key after the other. */
function search(
  name: string,
  path: string,
  ready: readonly Target[],
  targets: readonly Target[],
  text: string,
): Action {
  return {
    name,
    kind: 'search',
    path,
    ready,
    async run({ page, time }) {
      const input = page.locator('main input[type=search]').first()
      await input.click()
      return time('input', targets, () => input.pressSequentially(text, { delay: 40 }))
    },
  }
}

/** Opens the choice; the click on the option is what is timed. */
function choose(label: string, option: string | RegExp): Act {
  return async (page) => {
    await page.locator('main').getByRole('combobox', { name: label, exact: true }).click()
    const item = page.getByRole('option', { name: option, exact: true })
    await item.waitFor()
    return { last: () => item.click() }
  }
}

function press(name: string): Act {
  return async (page) => ({
    last: () => page.locator('main').getByRole('button', { name, exact: true }).click(),
  })
}
