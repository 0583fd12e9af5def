/** Reads `openapi`: where the API's document is served, and what it says that steps do not. Used by settings.ts. */
import { didYouMean } from '@motia/core/nearest'
import type { OpenApiConfig } from './config.ts'
import { type Parse, type Parsed, parseSwitch } from './parsers.ts'

export const DEFAULT_OPENAPI_PATH = '/openapi.json'
/** Members of the document's root, but those that only steps can fill. */
const DOCUMENT_KEYS = ['info', 'servers', 'security', 'tags', 'components', 'externalDocs']
const KEYS = ['path', ...DOCUMENT_KEYS]
const PATH = /^\/[^\s?#:*]*$/

/** `true`, a path, or an object of a path and members of the document; `false` for none. */
export const parseOpenApi: Parse<OpenApiConfig | false> = (raw) => {
  const isServed = parseSwitch(raw)
  if ('value' in isServed) return { value: isServed.value && { path: DEFAULT_OPENAPI_PATH } }
  if (typeof raw === 'string') return parseObject({ path: raw })
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
    ? parseObject(raw as Record<string, unknown>)
    : { expected: 'true, a path, or an object' }
}

function parseObject({ path, ...document }: Readonly<Record<string, unknown>>): Parsed<OpenApiConfig> {
  const unknown = Object.keys(document).find((key) => !DOCUMENT_KEYS.includes(key))
  if (unknown !== undefined)
    return { expected: `an object of ${KEYS.join(', ')}${didYouMean(unknown, KEYS)}` }
  if (path !== undefined && (typeof path !== 'string' || !PATH.test(path)))
    return { expected: 'an object whose `path` begins with "/"' }
  const wrong = Object.entries(document).find(([key, value]) => !fits(key, value))?.[0]
  if (wrong !== undefined) return { expected: `an object whose \`${wrong}\` is as OpenAPI has it` }
  const hasDocument = Object.keys(document).length > 0
  return { value: { ...(path !== undefined && { path }), ...(hasDocument && { document }) } }
}

/** The rest of what OpenAPI says of it is for its readers to check. */
function fits(key: string, value: unknown): boolean {
  const isList = key === 'servers' || key === 'security' || key === 'tags'
  return typeof value === 'object' && value !== null && Array.isArray(value) === isList
}
