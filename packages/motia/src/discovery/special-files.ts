/** Files whose name says what they are for: they are loaded for that, and hold no steps. Called by compile.ts. */
import type { SourceFile } from './project.ts'

export interface SpecialFiles {
  readonly setup?: SourceFile | undefined
  readonly fastify?: SourceFile | undefined
  /** The outermost first. */
  readonly middleware: readonly SourceFile[]
}

const SETUP = /^motia\/setup\.[cm]?[jt]s$/
const FASTIFY = /^motia\/fastify\.[cm]?[jt]s$/
const MIDDLEWARE = /(?:^|\/)_middleware\.[cm]?[jt]s$/

export function findSpecialFiles(candidates: readonly SourceFile[]): SpecialFiles {
  const middleware = candidates.filter(({ name }) => MIDDLEWARE.test(name))
  return {
    setup: candidates.find(({ name }) => SETUP.test(name)),
    fastify: candidates.find(({ name }) => FASTIFY.test(name)),
    middleware: middleware.sort((a, b) => depthOf(a) - depthOf(b)),
  }
}

function depthOf({ name }: SourceFile): number {
  return name.split('/').length
}
