/**
 * Runs in the page, before its own scripts: tells how long until something is seen, looking at each frame, and which
 * tasks held the page up. watching.ts puts it there.
 *
 * A target is `{ selector, text?, changed? }`: an element that holds the text, or whose text is another than before.
 */
;(() => {
  const held = []
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) held.push({ startTime, duration })
  }).observe({ type: 'longtask', buffered: true })

  const textOf = (selector) => document.querySelector(selector)?.textContent ?? null

  function isThere({ selector, text, before }) {
    if (before !== undefined) return textOf(selector) !== before && textOf(selector) !== null
    if (text === undefined) return document.querySelector(selector) !== null
    return [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text))
  }

  /** Resolves once all were there at the end of a frame. */
  function until(targets, done) {
    const look = () => {
      if (!targets.every(isThere)) return requestAnimationFrame(look)
      setTimeout(() => done(performance.now()))
    }
    requestAnimationFrame(look)
  }

  let result = Promise.resolve(0)
  globalThis.stopwatch = {
    /** From the navigation. */
    fromStart(targets) {
      result = new Promise((resolve) => until(targets, resolve))
    },
    /** From the last event of the kind that comes before they are there. */
    from(kind, targets) {
      const armed = targets.map((target) =>
        target.changed ? { ...target, before: textOf(target.selector) } : target,
      )
      let at
      const note = (event) => {
        at = event.timeStamp
      }
      addEventListener(kind, note, true)
      result = new Promise((resolve) => {
        addEventListener(kind, () => until(armed, (now) => resolve(now - at)), { capture: true, once: true })
      })
    },
    result: () => result,
    /** Milliseconds of tasks that took longer than 50 ms, since the last call. */
    takeHeld: () => held.splice(0).map(({ duration }) => duration),
  }
})()
