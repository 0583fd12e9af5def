/// <reference lib="dom" />
/**
 * What can be told of a page's looks without eyes: nothing covers anything, nothing is cut without a sign of it, nothing
 * sticks out sideways, no box is empty; and what axe knows, contrast among it. Findings are sentences; none is well.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Everything that is wrong with what the page shows now. */
export async function findFlaws(page: Page): Promise<string[]> {
  return [...(await page.evaluate(inspect)), ...(await findViolations(page))]
}

async function findViolations(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy allows only its own.
  await page.evaluate(AXE)
  const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `axe ${id}: ${help}: ${target.join(' ')} ${failureSummary ?? ''}`,
    ),
  )
}

/** Runs in the page, so that it has to bring everything along. */
function inspect(): string[] {
  const LEFT_OUT = 'svg, canvas, [aria-hidden="true"], .cm-editor, .react-flow, .uplot'
  const ON_TOP = '[role=dialog], [role=tooltip], [role=status][aria-live]'

  const nameOf = (element: Element) => {
    const text = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${text}`
  }
  const hasOwnText = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
  const isVisible = (element: Element) => {
    const box = element.getBoundingClientRect()
    const isInView = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
    return isInView && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  }

  /** The part of its box that nothing around it cuts off. */
  function shownBox(element: Element) {
    let { left, top, right, bottom } = element.getBoundingClientRect()
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(parent)
      if (overflowX === 'visible' && overflowY === 'visible') continue
      const box = parent.getBoundingClientRect()
      left = Math.max(left, box.left)
      top = Math.max(top, box.top)
      right = Math.min(right, box.right)
      bottom = Math.min(bottom, box.bottom)
    }
    return { left, top, right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight) }
  }

  function findCover(element: Element): string[] {
    const { left, top, right, bottom } = shownBox(element)
    if (right - left <= 6 || bottom - top <= 6) return []
    const uppermost = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    if (!uppermost || uppermost.contains(element) || element.contains(uppermost)) return []
    return uppermost.closest(ON_TOP) ? [] : [`covered: ${nameOf(element)} by ${nameOf(uppermost)}`]
  }

  function findCut(element: Element): string[] {
    const { overflowX, textOverflow, webkitLineClamp } = getComputedStyle(element)
    const isCut =
      overflowX === 'hidden' && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1
    const isSaid = textOverflow === 'ellipsis' || webkitLineClamp !== 'none'
    return isCut && !isSaid ? [`cut without a sign: ${nameOf(element)}`] : []
  }

  function isEmpty(box: Element): boolean {
    return !(box.textContent ?? '').trim() && !box.querySelector('canvas, svg, img, input, textarea')
  }

  const seen = [...document.body.querySelectorAll('*')].filter(
    (element) => !element.closest(LEFT_OUT) && isVisible(element),
  )
  const { scrollWidth } = document.documentElement
  const found = [
    ...(scrollWidth > innerWidth + 1 ? [`the page is ${scrollWidth} px wide, of ${innerWidth}`] : []),
    ...seen
      .filter((element) => hasOwnText(element) || element.matches('button, a, input, select, textarea'))
      .flatMap(findCover),
    ...seen.filter(hasOwnText).flatMap(findCut),
    ...seen
      .filter((element) => element.matches('main section, main [role=feed]') && isEmpty(element))
      .map((box) => `an empty box: ${nameOf(box)}`),
  ]
  return [...new Set(found)]
}
