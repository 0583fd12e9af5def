/**
 * The Workbench in the supervisor's process, on its own port: opened after the app has been spawned, since its start
 * must not wait for it. supervisor.ts opens one where the configuration wants it.
 */

import { motiaError } from '@motia/core/errors'
import type { TelemetryEvent } from '@motia/core/events'
import type { Workbench, WorkbenchOptions } from '../workbench/server.ts'
import type { Sink } from './telemetry.ts'

export interface WorkbenchPort extends Sink {
  /** Listens. Resolves to the port. @throws `MOTIA_PORT_BUSY`, `MOTIA_LISTEN` */
  open(address: { readonly host: string; readonly port: number }, mayMove: boolean): Promise<number>
  close(): Promise<void>
}

const PORTS_TRIED = 20
const HOW = '--workbench-port, MOTIA_WORKBENCH_PORT, or `workbench.port` in motia.config.js'

export function createWorkbenchPort(load: () => Promise<WorkbenchOptions>): WorkbenchPort {
  let workbench: Workbench | undefined
  return {
    name: 'the Workbench',
    take(events: readonly TelemetryEvent[]) {
      workbench?.take(events)
    },
    async open({ host, port }, mayMove) {
      const [{ createWorkbench }, options] = await Promise.all([import('../workbench/server.ts'), load()])
      const created = createWorkbench(options)
      workbench = created
      const last = mayMove && port !== 0 ? port + PORTS_TRIED : port
      for (let next = port; ; next++) {
        try {
          return await created.listen({ host, port: next })
        } catch (error) {
          const code = (error as NodeJS.ErrnoException).code
          if (code !== 'EADDRINUSE')
            throw motiaError('MOTIA_LISTEN', { address: `${host}:${next}`, cause: code ?? String(error) })
          if (next >= last) throw motiaError('MOTIA_PORT_BUSY', { port, how: HOW })
        }
      }
    },
    async close() {
      await workbench?.close()
    },
  }
}
