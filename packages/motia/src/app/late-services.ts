/**
 * The engine's services before there is an engine: workers start while the store opens, and code of the project may
 * ask at any time. Questions wait until `bind`.
 */
import type { AttemptServices } from '@motia/core/runtime'

export interface LateServices extends AttemptServices {
  bind(services: AttemptServices): void
}

export function createLateServices(): LateServices {
  let bound: AttemptServices | undefined
  let bind: (services: AttemptServices) => void = () => {}
  const ready = new Promise<AttemptServices>((resolve) => {
    bind = resolve
  })
  const get = async () => bound ?? ready
  return {
    bind(services) {
      bound = services
      bind(services)
    },
    readState: async (group, key) => (await get()).readState(group, key),
    listState: async (group) => (await get()).listState(group),
    triggerNow: async (request) => (await get()).triggerNow(request),
    call: async (request) => (await get()).call(request),
    awaitResults: async (runIds) => (await get()).awaitResults(runIds),
  }
}
