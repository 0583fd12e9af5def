/** The pieces of code that compiled syntax relies on (decorators, `using`): bundled on demand. Called by compile.ts. */
import { type Output, runtimePath } from './emit.ts'

/** @param names of pieces, as the compiler's output imports them */
export async function emitRuntime(names: ReadonlySet<string>, buildDir: string): Promise<Output[]> {
  if (names.size === 0) return []
  const { build } = await import('rolldown')
  const pieces = [...names].map(async (name): Promise<Output> => {
    const { output } = await build({
      input: `@oxc-project/runtime/helpers/${name}`,
      write: false,
      logLevel: 'silent',
      output: { format: 'es', codeSplitting: false },
    })
    return [runtimePath(buildDir, name), output[0].code]
  })
  return Promise.all(pieces)
}
