/** The files of the project's `web/`, each at its path and an `index.html` at its folder's, beside the steps' routes. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import type { FastifyInstance } from 'fastify'

/** After the steps' routes, which go first. What serves files is loaded only by projects that have some. */
export async function serveWeb(fastify: FastifyInstance, root: string): Promise<void> {
  const folder = join(root, 'web')
  if (!existsSync(folder)) return
  const { default: serveStatic } = await import('@fastify/static')
  await fastify.register(serveStatic, { root: folder, serve: false, dotfiles: 'ignore' })
  for (const file of await listFiles(folder)) {
    for (const url of urlsOf(file)) {
      if (fastify.hasRoute({ method: 'GET', url })) continue
      fastify.get(url, (_request, reply) => reply.sendFile(file))
    }
  }
}

/** Relative to the folder, with forward slashes; without those that a dot hides, or whose name is a router's word. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((file) => !file.includes('*') && !file.split('/').some((part) => part.startsWith('.')))
}

/** As a router takes them: a colon would be a parameter. */
function urlsOf(file: string): string[] {
  const path = `/${file.replaceAll(':', '::')}`
  return posix.basename(path) === 'index.html' ? [path, posix.dirname(path)] : [path]
}
