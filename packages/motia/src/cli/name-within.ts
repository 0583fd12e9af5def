/** How a file within a folder is called, the same on every system. What is shown, matched and stored are such names. */
import path from 'node:path'

/** The rules of a system's paths; tests bring those of another. */
export type PathRules = Pick<typeof path, 'relative' | 'resolve' | 'sep'>

/** Relative, with forward slashes; begins with `..`, or a drive, if the file is elsewhere. */
export function nameWithin(folder: string, file: string, paths: PathRules = path): string {
  return paths.relative(folder, file).split(paths.sep).join('/')
}

/** Whether such a name leads out of the folder: upwards, or to another drive of Windows. */
export function leadsOut(name: string): boolean {
  return /^(\.\.(\/|$)|[A-Za-z]:|\/)/.test(name)
}
