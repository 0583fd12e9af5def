/** The head of one part of a multipart body (RFC 7578): what it is called, and whether it is a file. */
import { isUtf8 } from 'node:buffer'
import { BodyError } from './body-error.ts'

export interface PartHeader {
  readonly name: string
  /** Of a file, without folders; absent for a field; empty where a browser says that no file was chosen. */
  readonly fileName?: string
  /** As the sender says. */
  readonly type: string
}

/** Lines by name, each character of them a byte. */
export type RawHeader = Readonly<Record<string, readonly string[] | undefined>>

/** A parameter; in quotes only a quote and a backslash are escaped, since some senders give paths of Windows. */
const PARAMETER =
  /\s*;\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:\\["\\]|[^"\\]|\\(?!["\\]))*)"|([^\s;"]*))\s*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROL = /[\u0000-\u001f\u007f]/
/** More than any file system takes. */
const MAX_NAME = 1000
const PLAIN_CODINGS = ['7bit', '8bit', 'binary']

/** @throws BodyError on a part that cannot be told, or is encoded */
export function parsePartHeader(header: RawHeader): PartHeader {
  const { name, filename, ...other } = parseDisposition(header['content-disposition'])
  if (name === undefined) throw new BodyError(400, 'a part of the form has no name')
  const coding = header['content-transfer-encoding']?.[0]?.trim().toLowerCase()
  if (coding !== undefined && !PLAIN_CODINGS.includes(coding))
    throw new BodyError(415, `the part ${JSON.stringify(name)} is encoded as ${coding}`)
  const type = toText(header['content-type']?.[0]?.trim() ?? '')
  const fileName = toFileName(decodeExtended(other['filename*']) ?? filename)
  if (fileName !== undefined) return { name, fileName, type: type || 'application/octet-stream' }
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1]
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset))
    throw new BodyError(415, `the field ${JSON.stringify(name)} is in ${charset}, not in UTF-8`)
  return { name, type: type || 'text/plain' }
}

function parseDisposition(lines: readonly string[] | undefined): Record<string, string> {
  const text = lines?.length === 1 ? toText(lines[0] ?? '') : ''
  const kind = /^\s*form-data(?=\s*(?:;|$))/i.exec(text)?.[0]
  if (kind === undefined) throw new BodyError(400, 'a part of the form is not "form-data"')
  const parameters: Record<string, string> = Object.create(null)
  PARAMETER.lastIndex = kind.length
  while (PARAMETER.lastIndex < text.length) {
    const [found, key = '', quoted, bare = ''] = PARAMETER.exec(text) ?? []
    if (found === undefined) throw new BodyError(400, 'a part of the form has a broken "content-disposition"')
    // Browsers write a quote as %22.
    parameters[key.toLowerCase()] ??= quoted?.replace(/\\(["\\])/g, '$1').replaceAll('%22', '"') ?? bare
  }
  return parameters
}

/** `UTF-8''%e2%82%ac.txt`: not for forms, but some senders give it. */
function decodeExtended(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(value) ?? []
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded)
  } catch {
    // said by what follows
  }
  throw new BodyError(400, 'a part of the form has a broken "filename*"')
}

/** What is left of a path. */
function toFileName(given: string | undefined): string | undefined {
  if (given === undefined || given.trim() === '') return given?.trim()
  const name = given.split(/[/\\]/).at(-1)?.trim() ?? ''
  if (name === '' || name === '.' || name === '..' || name.length > MAX_NAME || CONTROL.test(name))
    throw new BodyError(400, 'a file of the form has a name that no file can have')
  return name
}

function toText(bytes: string): string {
  const buffer = Buffer.from(bytes, 'latin1')
  if (!isUtf8(buffer)) throw new BodyError(400, 'a part of the form has a header that is not UTF-8')
  return buffer.toString('utf8')
}
