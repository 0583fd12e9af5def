/**
 * Signals to the process that supervises: the first asks it to stop, a second interrupt ends it at once. `motia dev`
 * and `motia start` call it.
 */
export interface SignalHandlers {
  /** The first SIGINT, SIGTERM or SIGHUP (the terminal was closed). */
  stop(): void
  /** Somebody has lost patience. */
  kill(): void
}

/** What a killed process of a shell exits with after an interrupt: 128 + SIGINT. */
const INTERRUPTED = 130

/** Resolves to the exit code when a signal has stopped it, or killed it. */
export function stopOnSignal(
  server: { stop(): Promise<void>; kill(): void },
  onStopping: () => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const unlisten = listenToSignals({
      stop() {
        onStopping()
        server.stop().then(() => {
          unlisten()
          resolve(0)
        }, reject)
      },
      kill() {
        server.kill()
        resolve(INTERRUPTED)
      },
    })
  })
}

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** An impatient `npm` or shell repeats the signal that the terminal has sent already. */
const ECHO_MS = 500

/** Returns what ends the listening. */
export function listenToSignals({ stop, kill }: SignalHandlers, now: () => number = Date.now): () => void {
  let firstAt: number | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAt === undefined) {
      firstAt = now()
      stop()
    } else if (signal === 'SIGINT' && now() - firstAt > ECHO_MS) kill()
  }
  for (const signal of STOPPING) process.on(signal, onSignal)
  return () => {
    for (const signal of STOPPING) process.off(signal, onSignal)
  }
}
