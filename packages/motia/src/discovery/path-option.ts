/** Checks the option `path` of api steps: what the router would refuse, or what no request could match. Called by options.ts. */
import type { Problem } from './problem.ts'

/** The router's escape of a colon. */
const COLONS = /::/g
/** What Motia itself answers below. */
const RESERVED = '/_motia'

export function checkPath(path: unknown): Problem[] {
  if (typeof path !== 'string') return [{ message: 'must be a text' }]
  if (!path.startsWith('/')) return [{ message: `path "${path}" must begin with "/"`, hint: `"/${path}"?` }]
  const strange = /[\s?#\p{Cc}]/u.exec(withoutPatterns(path) ?? path)
  if (strange) return [{ message: `path "${path}" holds a character that no path has: ${strange}` }]
  if (path === RESERVED || path.startsWith(`${RESERVED}/`))
    return [
      { message: `path "${path}" is Motia's own`, hint: `What begins with ${RESERVED} is answered by it.` },
    ]
  return checkParameters(path)
}

function checkParameters(path: string): Problem[] {
  const plain = withoutPatterns(path.replace(COLONS, ''))
  if (plain === undefined)
    return [{ message: `path "${path}" has a pattern that is none: ( … ) is to be a regular expression` }]
  if (plain.slice(0, -1).includes('*'))
    return [{ message: `path "${path}" has "*", the rest of a path, before its end` }]
  const names = [...plain.matchAll(/:([\p{L}\p{N}_]*)/gu)].map(([, name]) => name)
  if (names.includes('')) return [{ message: `path "${path}" has a parameter without a name` }]
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  return twice === undefined ? [] : [{ message: `path "${path}" has the parameter ":${twice}" twice` }]
}

/** The path without what parameters have to match; `undefined` if one of these is no regular expression. */
function withoutPatterns(path: string): string | undefined {
  let plain = ''
  let pattern = ''
  let depth = 0
  for (const [character] of path.matchAll(/\\.|./gsu)) {
    if (character === ')' && --depth === 0) {
      if (!isPattern(pattern)) return undefined
      pattern = ''
    } else if (depth > 0) pattern += character
    else plain += character
    if (character === '(' && depth++ === 0) plain = plain.slice(0, -1)
    if (depth < 0) return undefined
  }
  return depth === 0 ? plain : undefined
}

function isPattern(text: string): boolean {
  try {
    return text !== '' && Boolean(new RegExp(text))
  } catch {
    return false
  }
}
