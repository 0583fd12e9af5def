/**
 * Cookies (RFC 6265): read from a request's header, written as a response's. The API server reads them for
 * `request.cookies`; what is set is a text that goes into the headers of any answer.
 */
import { motiaError } from './errors.ts'

/** What a browser is to do with a cookie. */
export interface CookieOptions {
  /** Seconds that it lasts; without it, as long as the browser runs. 0 deletes it. */
  readonly maxAge?: number
  /** When it ends, for browsers that know no `maxAge`. */
  readonly expires?: Date
  /** Which paths it is sent to. Default: `/`, all of them. */
  readonly path?: string
  /** Which hosts it is sent to, besides this one: this and all below. */
  readonly domain?: string
  /** Only over HTTPS. Default: if its name begins with `__Host-` or `__Secure-`, or `sameSite` is `none`. */
  readonly secure?: boolean
  /** Out of the reach of scripts. Default: true. */
  readonly httpOnly?: boolean
  /** Whether requests that other sites cause bring it. Default: `lax`. */
  readonly sameSite?: 'strict' | 'lax' | 'none'
}

/** A token of RFC 9110. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** What ends an attribute, or the header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const UNSAFE = /[;\u0000-\u001f\u007f-\uffff]/
/** Half of a character: it has no encoding. */
const LONE = /\p{Cs}/gu

/** The cookies of a `cookie` header; of two with one name the first, which has the longer path. */
export function parseCookies(header: string | undefined): Readonly<Record<string, string>> {
  const cookies: Record<string, string> = Object.create(null)
  if (header === undefined) return cookies
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals === -1) continue
    const name = pair.slice(0, equals).trim()
    if (name !== '') cookies[name] ??= toValue(pair.slice(equals + 1).trim())
  }
  return cookies
}

/**
 * The value of a `set-cookie` header: `response(200, body, { 'set-cookie': setCookie('session', id) })`; an array of
 * them sets several. The value may be any text: it is encoded, and `request.cookies` decodes it.
 * @throws `MOTIA_OPTION` on a name, path or domain that no cookie can have
 */
export function setCookie(name: string, value: string, options: CookieOptions = {}): string {
  const { maxAge, expires, path = '/', domain, httpOnly = true, sameSite = 'lax' } = options
  const secure = options.secure ?? (sameSite === 'none' || /^__(?:host|secure)-/i.test(name))
  if (!NAME.test(name)) throw refusal(`the name of a cookie is ${JSON.stringify(name)}`)
  if (UNSAFE.test(path)) throw refusal(`the path of the cookie ${name} is ${JSON.stringify(path)}`)
  if (domain !== undefined && UNSAFE.test(domain))
    throw refusal(`the domain of the cookie ${name} is ${JSON.stringify(domain)}`)
  if (maxAge !== undefined && !Number.isInteger(maxAge))
    throw refusal(`maxAge of the cookie ${name} is ${maxAge}, no whole number of seconds`)
  return [
    `${name}=${encodeURIComponent(value.replace(LONE, '\uFFFD'))}`,
    `Path=${path}`,
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    ...(expires === undefined ? [] : [`Expires=${expires.toUTCString()}`]),
    ...(httpOnly ? ['HttpOnly'] : []),
    ...(secure ? ['Secure'] : []),
    `SameSite=${sameSite[0]?.toUpperCase()}${sameSite.slice(1)}`,
  ].join('; ')
}

/** The same for deleting one. @param options the `path` and `domain` that it was set with */
export function clearCookie(name: string, options: Pick<CookieOptions, 'path' | 'domain'> = {}): string {
  return setCookie(name, '', { ...options, maxAge: 0, expires: new Date(0) })
}

function toValue(text: string): string {
  const value = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value // set by something that encodes otherwise
  }
}

function refusal(what: string): Error {
  return motiaError('MOTIA_OPTION', { what })
}
