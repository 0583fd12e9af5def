/** The HTTP server of an app, with counting and sampling of its requests. */
import type { StepDescriptor } from '@motia/core/descriptor'
import { type Schema, toResponseSchemas } from '@motia/core/schema'
import type { ApiOptions, Step } from '@motia/core/step'
import { resolveUpload } from '@motia/core/upload'
import type { Config } from '../config/config.ts'
import { readPackageFacts } from '../config/package-facts.ts'
import { middlewareOf } from '../discovery/load-middleware.ts'
import type { Engine } from '../engine/engine.ts'
import type { Registry } from '../engine/registry.ts'
import type { Collector } from '../observability/collector.ts'
import type { Sampler } from '../observability/sampler.ts'
import type { Totals } from '../observability/totals.ts'
import { toOpenApi } from '../openapi/document.ts'
import { asksToBeKept, createRequestLog } from '../server/request-log.ts'
import type { ApiRoute } from '../server/route-table.ts'
import { createServer, type Server } from '../server/server.ts'
import type { AppHost } from './host.ts'
import type { LoadedProject } from './load-project.ts'

export interface OpenServerOptions {
  readonly config: Config
  readonly registry: Registry
  readonly engine: Engine
  readonly host: AppHost
  readonly telemetry: Collector
  /** Shared with the engine: what is recorded is bounded over all steps. */
  readonly sampler: Sampler
  readonly totals: Totals
  readonly newId: () => string
  /** What this process holds. */
  readonly loaded: LoadedProject
  /** Whether workers are yet to describe files. */
  pending?(): boolean
}

export function openServer({
  config,
  registry,
  engine,
  host,
  telemetry,
  sampler,
  totals,
  newId,
  loaded,
  pending,
}: OpenServerOptions): Promise<Server> {
  const log = createRequestLog({
    telemetry,
    observe(stepId, durationMs, failed, request) {
      const isKept =
        sampler.admits(stepId, Date.now(), durationMs, failed) || asksToBeKept(request, config.keepKey)
      totals.requestEnded(stepId, durationMs, failed, isKept)
      return isKept
    },
  })
  return createServer({
    root: config.root,
    routes: toApiRoutes(registry, loaded),
    ...(loaded.plugin && { plugin: loaded.plugin }),
    ...(pending && { pending }),
    bodyLimit: config.bodyLimit,
    requestTimeoutMs: config.requestTimeoutMs,
    ...(config.cors && { cors: config.cors }),
    ...(config.compression && { compression: config.compression }),
    trustProxy: config.trustProxy,
    uploadsMs: config.retention.uploadsMs,
    ...(config.openapi.path !== undefined && {
      openApi: { path: config.openapi.path, document: () => documentOf(config, registry) },
    }),
    health: () => ({ steps: registry.steps.length }),
    world: {
      invoke: host.invoke,
      services: engine.services,
      inline: engine.inline,
      log,
      newId,
      keysUnderWay: new Set(),
      timeoutMsOf: (stepId) => registry.policyOf(stepId)?.timeoutMs ?? 0,
      executeInWorker: engine.execute,
      reveal: config.mode === 'development',
    },
  })
}

/** Made when it is asked for: most that run never ask. */
function documentOf({ root, openapi: { document } }: Config, { steps }: Registry): object {
  return toOpenApi(steps, { ...readPackageFacts(root), ...(document && { extra: document }) })
}

/** The routes of all api steps that are known: for `replaceRoutes` too, when there are more. */
export function toApiRoutes(registry: Registry, { steps, middleware }: LoadedProject): ApiRoute[] {
  return registry.steps
    .filter(({ kind, options }) => kind === 'api' && options.path !== undefined) // one that is only expected has none
    .map(({ id, file, exportName, options, responseSchemas }) => {
      const { method, path, bodyLimit, upload, rateLimit } = options as unknown as ApiOptions
      const limits = resolveUpload(upload)
      // Of two steps that claim an id, discovery kept one.
      const held = steps.find(({ descriptor: own }) => own.file === file && own.exportName === exportName)
      const step = held && (held.step as Step<'api'>)
      const own = step?.options.middleware?.map((handle) => ({ handle, file: `${file} (step ${id})` })) ?? []
      return {
        stepId: id,
        ...{ method, path },
        ...(bodyLimit !== undefined && { bodyLimit }),
        ...(limits && { upload: limits }),
        ...(rateLimit && { rateLimit: step?.options.rateLimit ?? rateLimit }),
        ...(step && { step }),
        ...answersOf(step, responseSchemas),
        middleware: [...middlewareOf(file, middleware), ...own],
      }
    })
}

/** The schemas themselves of a step that is here, as it was described of one that is not. */
function answersOf(step: Step<'api'> | undefined, described: StepDescriptor['responseSchemas']) {
  if (!described) return {}
  const { response } = step?.options.schema ?? {}
  return { answers: response ? toResponseSchemas(response) : (described as Record<string, Schema>) }
}
