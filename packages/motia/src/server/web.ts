/** The files of the project's `web/`, each at its path and an `index.html` at its folder's, beside the steps' routes. */
import { type Dirent, existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'

export interface WebFiles {
  /** Whether a file has a route at this path, decoded. */
  has(path: string): boolean
  /** Answers with a file that was added since there are routes. @returns false if there is none */
  serveNew(path: string, reply: FastifyReply): Promise<boolean>
}

const NO_FILES: WebFiles = { has: () => false, serveNew: async () => false }

/** After the steps' routes, which go first. What serves files is loaded only by projects that have some. */
export async function serveWeb(fastify: FastifyInstance, root: string): Promise<WebFiles> {
  const folder = join(root, 'web')
  if (!existsSync(folder)) return NO_FILES
  const { default: serveStatic } = await import('@fastify/static')
  await fastify.register(serveStatic, { root: folder, serve: false, dotfiles: 'ignore' })
  const paths = new Set<string>()
  for (const file of await listFiles(folder)) {
    for (const path of pathsOf(file)) {
      paths.add(path)
      const url = path.replaceAll(':', '::') // to a router a colon begins a parameter
      if (!fastify.hasRoute({ method: 'GET', url }))
        fastify.get(url, (_request, reply) => reply.sendFile(file))
    }
  }
  return {
    has: (path) => paths.has(path),
    async serveNew(path, reply) {
      const file = (await listFiles(folder)).find((name) => pathsOf(name).includes(path))
      if (file !== undefined) reply.sendFile(file)
      return file !== undefined
    },
  }
}

/** Relative to the folder, with forward slashes; without those that a dot hides, or whose name is a router's word. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && leadsToFile(entry)))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((file) => !/[*?]/.test(file) && !file.split('/').some((part) => part.startsWith('.')))
}

function leadsToFile({ parentPath, name }: Dirent): boolean {
  try {
    return statSync(join(parentPath, name)).isFile()
  } catch {
    return false // to nowhere, or in a circle
  }
}

function pathsOf(file: string): string[] {
  const path = `/${file}`
  return posix.basename(path) === 'index.html' ? [path, posix.dirname(path)] : [path]
}
