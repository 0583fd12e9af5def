/**
 * Files that come with a request of `multipart/form-data`: what a handler sees of each, and how much an api step takes.
 * The API server writes them to disk as they come; step.ts has the option.
 */

/** A file on disk. Plain data: hand it to a step of any language, in a process of its own, and it reads `path` there. */
export interface UploadedFile {
  /** As the sender calls it, without folders. Never part of `path`. */
  readonly name: string
  /** What the sender says that it is; nobody has looked. */
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** Absolute. */
  readonly path: string
}

export interface UploadLimits {
  /** Bytes of one file. */
  readonly maxFileSize: number
  /** Files in one request. */
  readonly maxFiles: number
}

/** `true` for the limits that hold by default. */
export type UploadOption = boolean | Partial<UploadLimits>

export const DEFAULT_UPLOAD: UploadLimits = { maxFileSize: 10 * 1024 ** 2, maxFiles: 10 }

/** The limits that an option means; `undefined` if no files are taken. */
export function resolveUpload(option: UploadOption | undefined): UploadLimits | undefined {
  if (option === undefined || option === false) return undefined
  return option === true ? DEFAULT_UPLOAD : { ...DEFAULT_UPLOAD, ...option }
}
