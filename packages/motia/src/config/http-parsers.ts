/** Readers of what the API server does for every request: CORS, compression, proxies. Used by settings.ts. */
import { isIP } from 'node:net'
import { didYouMean } from '@motia/core/nearest'
import type { CompressionConfig, CorsConfig } from './config.ts'
import { type Parse, type Parsed, parseBytes, parseDuration, parseSwitch } from './parsers.ts'

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']
const CORS_KEYS = ['origin', 'methods', 'headers', 'exposed', 'credentials', 'maxAge']
const TOKEN = /^[!#$%&'*+.^`|~\w-]+$/
/** What a browser sends: no path, no slash at the end. A `*` stands for one or more labels. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/(?:\*\.)?[^\s/*]+$/i
const COMPRESSION_THRESHOLD = 1024
const NETWORKS = ['loopback', 'linklocal', 'uniquelocal']

/** `true` for every origin; origins; or an object of all that can be said. `false` for none. */
export const parseCors: Parse<CorsConfig | false> = (raw) => {
  const all = parseSwitch(raw)
  if ('value' in all) return { value: all.value && { origin: '*', methods: METHODS } }
  if (typeof raw === 'string' || Array.isArray(raw)) return parseCorsObject({ origin: raw })
  return typeof raw === 'object' && raw !== null
    ? parseCorsObject(raw as Record<string, unknown>)
    : { expected: 'true, origins, or an object' }
}

function parseCorsObject(raw: Readonly<Record<string, unknown>>): Parsed<CorsConfig> {
  const unknown = Object.keys(raw).find((key) => !CORS_KEYS.includes(key))
  if (unknown !== undefined)
    return { expected: `an object of ${CORS_KEYS.join(', ')}${didYouMean(unknown, CORS_KEYS)}` }
  const origin = parseOrigins(raw.origin ?? '*')
  const methods = parseNames(raw.methods ?? METHODS, 'methods')
  const headers = parseNames(raw.headers, 'headers')
  const exposed = parseNames(raw.exposed, 'exposed')
  const credentials = within('credentials', parseSwitch(raw.credentials ?? false))
  const maxAge = raw.maxAge === undefined ? NOTHING : within('maxAge', parseDuration(raw.maxAge))
  for (const part of [origin, methods, headers, exposed, credentials, maxAge])
    if ('expected' in part) return part
  const value = {
    ...{ origin: told(origin) ?? '*', methods: told(methods)?.map(toUpper) ?? METHODS },
    ...defined('headers', told(headers)),
    ...defined('exposed', told(exposed)),
    ...(told(credentials) && { credentials: true as const }),
    ...defined('maxAgeMs', told(maxAge)),
  }
  if (value.credentials && value.origin === '*')
    return { expected: 'an object that names its origins: browsers refuse `credentials` with "*"' }
  return { value }
}

const NOTHING: Parsed<undefined> = { value: undefined }

function parseOrigins(raw: unknown): Parsed<'*' | readonly string[]> {
  const origins = toList(raw)
  if (origins?.length === 1 && origins[0] === '*') return { value: '*' }
  return origins?.length && origins.every((origin) => ORIGIN.test(origin))
    ? { value: origins }
    : within('origin', { expected: '"*", or origins such as "https://app.example.com"' })
}

function parseNames(raw: unknown, key: string): Parsed<readonly string[] | undefined> {
  if (raw === undefined) return NOTHING
  const names = toList(raw)
  return names?.every((name) => TOKEN.test(name))
    ? { value: names }
    : within(key, { expected: 'a list of names' })
}

/** What a part should have been, as the whole's. */
function within<T>(key: string, parsed: Parsed<T>): Parsed<T> {
  return 'expected' in parsed ? { expected: `an object whose \`${key}\` is ${parsed.expected}` } : parsed
}

function told<T>(parsed: Parsed<T>): T | undefined {
  return 'value' in parsed ? parsed.value : undefined
}

function defined<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T })
}

function toUpper(text: string): string {
  return text.toUpperCase()
}

/** `true`, or the size of a body from which on it is worth it. */
export const parseCompression: Parse<CompressionConfig | false> = (raw) => {
  const all = parseSwitch(raw)
  if ('value' in all) return { value: all.value && { threshold: COMPRESSION_THRESHOLD } }
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw)
  const { threshold = raw, ...others } = (isObject ? raw : {}) as Record<string, unknown>
  const parsed = parseBytes(threshold)
  if (Object.keys(others).length > 0 || !('value' in parsed))
    return { expected: 'true, or { threshold } in bytes' }
  return { value: { threshold: parsed.value } }
}

/** `true` for any, or their addresses. How many stand in front says nothing of who asks: Fastify believes no number. */
export const parseTrustProxy: Parse<boolean | string> = (raw) => {
  const all = parseSwitch(raw)
  if ('value' in all) return all
  const list = toList(raw)
  return list?.length && list.every(isNetwork)
    ? { value: list.join(', ') }
    : { expected: 'true, or addresses of proxies such as "10.0.0.0/8, loopback"' }
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  if (NETWORKS.includes(text)) return true
  const family = isIP(address)
  const isMask = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  return family !== 0 && isMask && rest.length === 0
}

/** Of texts, or a text with commas between them. */
function toList(raw: unknown): string[] | undefined {
  const list = typeof raw === 'string' ? raw.split(',').map((one) => one.trim()) : raw
  return Array.isArray(list) && list.every((one) => typeof one === 'string' && one !== '') ? list : undefined
}
