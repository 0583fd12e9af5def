/**
 * The telemetry file as a sink. SQLite is loaded when the first telemetry arrives, since the start of the app must not
 * wait for it. supervisor.ts makes one.
 */
import type { SystemEvent, TelemetryEvent } from '@motia/core/events'
import type { Config } from '../config/config.ts'
import type { TelemetryFile } from '../observability/sqlite/file.ts'
import { telemetryPath } from '../wire/control-path.ts'
import type { Sink } from './telemetry.ts'

export interface FileSink extends Sink {
  close(): void
}

export function createFileSink({ root, telemetry }: Config, record: (event: SystemEvent) => void): FileSink {
  let file: TelemetryFile | undefined
  let early: TelemetryEvent[] = []
  let isOpening = false
  let isClosed = false
  const warn = (message: string) => record({ type: 'notice', at: Date.now(), level: 'warn', message })

  async function open(): Promise<void> {
    isOpening = true
    const { openTelemetryFile } = await import('../observability/sqlite/file.ts')
    if (isClosed) return
    file = openTelemetryFile({ path: telemetryPath(root), ...telemetry, warn })
    file.write(early)
    early = []
  }

  return {
    name: 'the telemetry file',
    take(events) {
      if (file) file.write(events)
      else early.push(...events)
      if (!isOpening) void open()
    },
    close() {
      isClosed = true
      file?.close()
    },
  }
}
