/**
 * The files that came with requests, on disk: a folder for each request that has some. They outlive it, so that a run
 * it triggered finds them; they go with a request that failed, and after a time in any case. server.ts opens it.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** A request's folder, made with its first file. */
export interface UploadFolder {
  /** Absolute, of a file that is to be made: no name of the sender's is part of it. @throws if there can be no folder */
  nextPath(): string
  /** The folder and all in it. Never rejects. */
  remove(): Promise<void>
}

export interface Uploads {
  open(): UploadFolder
  /** Ends the sweeping. */
  close(): void
}

export interface UploadsOptions {
  /** Absolute. */
  readonly folder: string
  /** Age at which files are deleted. */
  readonly maxAgeMs: number
}

/** How often what is too old is looked for. */
const SWEEP_MS = 15 * 60_000
/** A property of Fastify's request: declared once, so that all requests keep one shape. */
const FOLDER = 'motiaUploads'

export function openUploads({ folder, maxAgeMs }: UploadsOptions): Uploads {
  const sweep = () => void sweepUploads(folder, Date.now() - maxAgeMs)
  sweep()
  const timer = setInterval(sweep, Math.min(SWEEP_MS, Math.max(1000, maxAgeMs / 4))).unref()
  return {
    open() {
      const own = join(folder, randomUUID())
      let files = 0
      return {
        nextPath() {
          if (files === 0) mkdirSync(own, { recursive: true, mode: 0o700 })
          return join(own, String(++files))
        },
        async remove() {
          if (files > 0) await rm(own, { recursive: true, force: true }).catch(() => {}) // the sweep's, then
        },
      }
    },
    close: () => clearInterval(timer),
  }
}

/** Deletes what was last changed before. Never rejects: what cannot be deleted now can be later. */
export async function sweepUploads(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const seen = await lstat(path).catch(() => undefined)
    if (seen && seen.mtimeMs < before) await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

/** Before any request. */
export function declareUploads(fastify: FastifyInstance): void {
  fastify.decorateRequest(FOLDER, null)
}

/** The files now are the request's. */
export function attachUploads(request: FastifyRequest, folder: UploadFolder): void {
  ;(request as { [FOLDER]?: UploadFolder })[FOLDER] = folder
}

/** The attempt failed: nobody will want them. */
export function dropUploads(request: FastifyRequest): void {
  const uploads = (request as { [FOLDER]?: UploadFolder | null })[FOLDER]
  if (uploads) void uploads.remove()
}
