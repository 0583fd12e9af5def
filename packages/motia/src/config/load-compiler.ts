/**
 * Loads what loads the compiler, with little memory: by itself it starts a thread and a half for each core of the
 * machine, and takes memory ahead in pieces of megabytes, neither of which a project's steps have a use for. Both are
 * told by the environment, as it is loaded first. compiled-file.ts calls it, and whoever compiles first.
 */
const LEAN = { ROLLDOWN_WORKER_THREADS: '1', MIMALLOC_ARENA_EAGER_COMMIT: '0' }

/** @param load an import, of which the compiler is a part */
export async function loadCompiler<T>(load: () => Promise<T>): Promise<T> {
  const set = Object.entries(LEAN).filter(([name]) => process.env[name] === undefined)
  for (const [name, value] of set) process.env[name] = value
  try {
    return await load()
  } finally {
    for (const [name] of set) delete process.env[name]
  }
}
