/** The page's DOM nodes: made of texts only, so that nothing that a step or a client wrote is ever markup. */

/** An element: `attributes` with `on…` functions as listeners; children that are no nodes become text. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== false) element.setAttribute(key, value)
  }
  element.append(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  )
  return element
}

export const link = (href, ...children) => h('a', { href }, ...children)
export const runLink = (runId, text) => link(`#/run/${encodeURIComponent(runId)}`, text)
export const quiet = (...children) => h('span', { class: 'quiet' }, ...children)
export const section = (title, ...children) => h('section', {}, h('h2', {}, title), ...children)
export const button = (text, onclick) => h('button', { type: 'button', onclick }, text)

/** A run's status, or an HTTP status. */
export function pill(status) {
  return h('span', { class: `pill ${toneOf(status)}` }, String(status))
}

function toneOf(status) {
  if (status === 'succeeded' || status < 400) return 'good'
  return status === 'failed' || status === 'quarantined' || status >= 500 ? 'bad' : 'warn'
}

/** Cells are nodes or texts, or one of these. */
export const figure = (content) => ({ content, kind: 'number' })
export const wide = (content) => ({ content, kind: 'wide' })

/** Scrolls within itself where it is too wide; on narrow screens each row stands by itself, its cells titled. */
export function table(titles, rows, empty) {
  if (rows.length === 0) return h('p', { class: 'quiet' }, empty)
  const head = h('tr', {}, ...titles.map((title) => cell('th', title)))
  const body = rows.map((row) => h('tr', {}, ...row.map((value, index) => cell('td', value, titles[index]))))
  return h('div', { class: 'scroll' }, h('table', {}, h('thead', {}, head), h('tbody', {}, ...body)))
}

function cell(name, value, title) {
  const label = title?.content ?? title
  return h(
    name,
    { class: value?.kind, 'data-title': label || undefined },
    value?.kind ? value.content : value,
  )
}

/** Calls the action when that long has passed since it was first asked for. */
export function atMostEvery(ms, action) {
  let isAsked = false
  return () => {
    if (isAsked) return
    isAsked = true
    setTimeout(() => {
      isAsked = false
      action()
    }, ms)
  }
}
