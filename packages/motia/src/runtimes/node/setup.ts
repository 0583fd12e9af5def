/** The project's `motia/setup.ts`: `start` and `stop`, once per process that runs handlers, the home of connections. */
import { pathToFileURL } from 'node:url'

interface SetupModule {
  readonly start?: () => unknown
  readonly stop?: () => unknown
}

/** Imports it and calls `start`; resolves to what calls `stop`. @param output path of the compiled module */
export async function runSetup(output: string | undefined): Promise<(() => Promise<void>) | undefined> {
  if (output === undefined) return undefined
  const module = (await import(pathToFileURL(output).href)) as SetupModule
  await module.start?.()
  return async () => {
    await module.stop?.()
  }
}
