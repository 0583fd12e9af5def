/** What the project's package.json says of it, for documents about its API. Read by the app and by `motia openapi`. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

export interface PackageFacts {
  readonly title: string
  readonly version: string
  readonly description?: string
}

/** Of a project without one, or whose package.json cannot be read, the folder's name. */
export function readPackageFacts(root: string): PackageFacts {
  const { name, version, description } = readPackage(root)
  return {
    title: typeof name === 'string' && name !== '' ? name : basename(root),
    version: typeof version === 'string' && version !== '' ? version : '0.0.0',
    ...(typeof description === 'string' && description !== '' && { description }),
  }
}

function readPackage(root: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) ?? {}) as Record<string, unknown>
  } catch {
    return {} // a project in Python needs none
  }
}
