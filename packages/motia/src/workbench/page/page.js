/** The page itself: which view is shown (it is in the URL), the state of the app, and what arrives live. */
import { get } from './api.js'
import { run, trace } from './details.js'
import { h, link, section } from './dom.js'
import { errors, logs, overview } from './lists.js'

const VIEWS = {
  errors: () => errors(),
  logs: (text) => logs(text),
  run: (id) => run(show, id),
  trace: (id) => trace(show, id),
}

let current = {}
let asked = 0

async function show() {
  const mine = ++asked
  const [, name = '', ...rest] = location.hash.split('/')
  const next = await load(VIEWS[name] ?? overview, rest.map(decodeURIComponent))
  // Another one was asked for meanwhile.
  if (mine !== asked) return
  current.leave?.()
  current = next
  document.querySelector('#view').replaceChildren(...next.nodes.filter(Boolean))
  for (const item of document.querySelectorAll('nav a')) {
    if (item.hash.split('/')[1] === name) item.setAttribute('aria-current', 'page')
    else item.removeAttribute('aria-current')
  }
}

async function load(view, args) {
  try {
    return await view(...args)
  } catch (error) {
    return { nodes: [section('This could not be shown', h('p', { class: 'bad' }, error.message))] }
  }
}

function showState(text, tone, title = '') {
  const state = document.querySelector('#state')
  state.textContent = text
  state.className = `pill ${tone}`
  state.title = title
}

async function showInfo() {
  const { project, mode, urls, app, mistakes } = await get('/api/info')
  document.title = `${project} · Workbench`
  document.querySelector('#project').textContent = project
  document.querySelector('#urls').replaceChildren(`${mode}, API at `, link(urls.api, urls.api))
  const tone = app.state === 'ready' && mistakes.length === 0 ? 'good' : app.state === 'down' ? 'bad' : 'warn'
  showState(app.detail ? `${app.state}: ${app.detail}` : app.state, tone)
  const items = mistakes.map(({ file, line, message, hint }) =>
    h(
      'li',
      {},
      h('span', { class: 'bad' }, line === undefined ? file : `${file}:${line}`),
      message,
      h('span', { class: 'quiet' }, hint),
    ),
  )
  document
    .querySelector('#mistakes')
    .replaceChildren(...(items.length ? [section('To correct', h('ul', { class: 'list' }, ...items))] : []))
}

function listen() {
  const live = new EventSource('/api/events')
  live.addEventListener('telemetry', ({ data }) => {
    const event = JSON.parse(data)
    if (event.type === 'app-ready' || event.type === 'app-ended') refreshInfo()
    current.follow?.(event)
  })
  live.addEventListener('open', refreshInfo)
  live.addEventListener('error', () => showState('not connected', 'bad'))
}

function refreshInfo() {
  showInfo().catch((error) => showState(error.message, 'bad'))
}

addEventListener('hashchange', show)
listen()
await show()
