/**
 * Bodies of `multipart/form-data`, read as they come: fields into memory, files to disk. bodies.ts calls it.
 *
 *   request ─► parser ─► part ─► header ─► a field: gathered, as text
 *                          │                a file: written, at the pace of the disk
 *                          └─ whatever is wrong with any of them ends the whole, and deletes the files
 */
import { isUtf8 } from 'node:buffer'
import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Dicer } from '@fastify/busboy'
import type { UploadedFile, UploadLimits } from '@motia/core/upload'
import { BodyError } from './body-error.ts'
import { addField, type Form } from './form-body.ts'
import { type PartHeader, parsePartHeader, type RawHeader } from './part-header.ts'
import type { UploadFolder } from './uploads.ts'

export interface MultipartLimits {
  /** Bytes of everything but the files. */
  readonly bodyLimit: number
  /** Absent where no files are taken. */
  readonly upload?: UploadLimits | undefined
}

/** A part; its value is there when it has been read. */
interface Field {
  readonly name: string
  value: string | UploadedFile
}

const MAX_PARTS = 1000
const MAX_HEADER_BYTES = 8192
const MAX_HEADER_LINES = 20
/** So long what still comes is thrown away before a refusal is answered: a client that sends is not reading. */
const LINGER_MS = 2000

/**
 * @param length the `content-length`, if there is one
 * @throws BodyError if it is broken or too large; the folder is removed then
 */
export async function readMultipartBody(
  payload: Readable,
  boundary: string,
  length: number | undefined,
  limits: MultipartLimits,
  folder: UploadFolder,
): Promise<Form<string | UploadedFile>> {
  const reading = new MultipartReading(payload, boundary, limits, folder)
  try {
    const form: Form<string | UploadedFile> = {}
    for (const { name, value } of await reading.end(length)) addField(form, name, value)
    return form
  } catch (error) {
    await reading.abandon()
    throw error
  }
}

/** The boundary that a content type names. @throws BodyError if it names none */
export function boundaryOf(contentType: string): string {
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare ?? ''
  if (boundary === '' || boundary.length > 70)
    throw new BodyError(400, 'the content type of the form names no boundary of 1 to 70 characters')
  return boundary
}

/** One body while it is read. */
class MultipartReading {
  readonly #payload: Readable
  readonly #parser: Dicer
  readonly #limits: MultipartLimits
  readonly #maxBytes: number
  readonly #folder: UploadFolder
  readonly #abort = new AbortController()
  readonly #fields: Field[] = []
  /** Settle when the files are written. */
  readonly #writing: Promise<void>[] = []
  #bytes = 0
  #fieldBytes = 0
  #parts = 0
  #files = 0
  /** Parts without a header yet: the parser says nothing of those that never get one. */
  #headless = 0
  #isOver = false
  #fail: (error: unknown) => void = () => {}

  constructor(payload: Readable, boundary: string, limits: MultipartLimits, folder: UploadFolder) {
    this.#payload = payload
    this.#limits = limits
    const { maxFiles, maxFileSize } = limits.upload ?? { maxFiles: 0, maxFileSize: 0 }
    this.#maxBytes = limits.bodyLimit + maxFiles * maxFileSize
    this.#folder = folder
    const config = { boundary, maxHeaderPairs: MAX_HEADER_LINES, maxHeaderSize: MAX_HEADER_BYTES }
    this.#parser = new Dicer(config)
  }

  /** Resolves when everything has been read, and is on disk. */
  async end(length = 0): Promise<readonly Field[]> {
    if (length > this.#maxBytes) throw this.#tooLarge()
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject
      let isRead = false
      let isParsed = false
      const settle = () => isRead && isParsed && resolve()
      this.#parser.on('part', (part) => this.#guard(() => this.#begin(part)))
      this.#parser.on('drain', () => this.#payload.resume())
      this.#parser.on('error', () => reject(new BodyError(400, 'the form ends before its last boundary')))
      this.#parser.on('finish', () => {
        isParsed = true
        settle()
      })
      this.#payload.on('data', (chunk: Buffer) => this.#guard(() => this.#take(chunk)))
      const cutOff = () => isRead || reject(new BodyError(400, 'the request was cut off'))
      this.#payload.on('error', cutOff).on('close', cutOff)
      this.#payload.on('end', () => {
        isRead = true
        if (!this.#isOver && !isParsed) this.#parser.end()
        settle()
      })
    })
    if (this.#headless > 0) throw new BodyError(400, 'a part of the form has no header')
    await Promise.all(this.#writing)
    return this.#fields
  }

  /** Deletes what was written; reads on for a moment. */
  async abandon(): Promise<void> {
    this.#isOver = true
    this.#parser.on('error', () => {}).destroy()
    this.#abort.abort()
    await Promise.allSettled(this.#writing)
    await this.#folder.remove()
    await linger(this.#payload)
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBytes) throw this.#tooLarge()
    if (!this.#parser.write(chunk)) this.#payload.pause()
  }

  #begin(part: Readable): void {
    part.on('error', (error) => this.#fail(error))
    this.#headless++
    part.once('header', (header: RawHeader) =>
      this.#guard(() => {
        this.#headless--
        if (++this.#parts > MAX_PARTS) throw new BodyError(413, `the form has more than ${MAX_PARTS} parts`)
        const head = parsePartHeader(header)
        if (head.fileName === '') part.resume()
        else if (head.fileName === undefined) this.#gather(part, head)
        else this.#store(part, head.fileName, head)
      }),
    )
  }

  #gather(part: Readable, { name }: PartHeader): void {
    const field: Field = { name, value: '' }
    this.#fields.push(field)
    const chunks: Buffer[] = []
    part.on('data', (chunk: Buffer) =>
      this.#guard(() => {
        this.#fieldBytes += chunk.length
        if (this.#fieldBytes > this.#limits.bodyLimit) throw this.#tooLarge()
        chunks.push(chunk)
      }),
    )
    part.on('end', () =>
      this.#guard(() => {
        const bytes = Buffer.concat(chunks)
        if (!isUtf8(bytes)) throw new BodyError(400, `the field ${JSON.stringify(name)} is not UTF-8`)
        field.value = bytes.toString('utf8')
      }),
    )
  }

  #store(part: Readable, fileName: string, { name, type }: PartHeader): void {
    const { upload } = this.#limits
    if (!upload) throw new BodyError(415, 'no files are taken here')
    if (++this.#files > upload.maxFiles)
      throw new BodyError(413, `the form has more than ${upload.maxFiles} files`)
    const path = this.#nextPath()
    let size = 0
    const field: Field = { name, value: { name: fileName, type, size, path } }
    this.#fields.push(field)
    part.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > upload.maxFileSize)
        this.#fail(new BodyError(413, `a file is larger than ${upload.maxFileSize} bytes`))
    })
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    const written = pipeline(part, file, { signal: this.#abort.signal }).then(() => {
      field.value = { name: fileName, type, size, path }
    })
    written.catch((error) => this.#fail(notStored(error)))
    this.#writing.push(written)
  }

  #nextPath(): string {
    try {
      return this.#folder.nextPath()
    } catch (error) {
      throw notStored(error as Error)
    }
  }

  /** What is thrown in a listener would end the process. */
  #guard(work: () => void): void {
    if (this.#isOver) return
    try {
      work()
    } catch (error) {
      this.#isOver = true
      this.#fail(error)
    }
  }

  #tooLarge(): BodyError {
    return new BodyError(413, 'the form is larger than is taken here')
  }
}

/** No space, say; only telemetry is told what it was. */
function notStored(cause: Error): BodyError {
  return new BodyError(503, 'a file could not be stored', cause)
}

function linger(payload: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (payload.readableEnded || payload.destroyed) return resolve()
    const settle = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(settle, LINGER_MS)
    payload.on('end', settle).on('close', settle).on('error', settle).resume()
  })
}
