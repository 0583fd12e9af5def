/** Wire of steps: what the project consists of, and how it hangs together. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { RunStatus } from '@motia/core/run'
import type { WireFigures } from './metrics.ts'

/** `GET /api/v1/steps`, by id; `GET /api/v1/steps/:id` one of them. */
export interface WireStep extends StepDescriptor {
  /** Durable runs by status, as far as they are kept: exact. */
  readonly counts: Readonly<Partial<Record<RunStatus, number>>>
  /** Runs that wait for a worker. */
  readonly queued: number
  /** Since the counting began, over restarts. */
  readonly figures: WireFigures
  /** Of the last hour. */
  readonly recent: WireFigures
  readonly schedule?: { readonly nextAt: number | null; readonly lastAt: number | null }
  /** Its runs wait until it is resumed. */
  readonly isPaused: boolean
  /** Whether a worker has loaded it; its runs wait until then. */
  readonly isLoaded: boolean
}

/** `GET /api/v1/steps/:id/source`, and `GET /api/v1/source?file=`: a file of the project, as it is now. */
export interface WireSource {
  readonly file: string
  readonly language: 'typescript' | 'javascript' | 'python' | 'ruby' | 'json' | 'text'
  readonly text: string
  /** Of the step. */
  readonly line?: number
  /** It is longer than what is shown. */
  readonly isCut: boolean
}

/** `GET /api/v1/graph`. */
export interface WireGraph {
  readonly flows: readonly WireFlow[]
  readonly nodes: readonly WireNode[]
  readonly edges: readonly WireEdge[]
  /** Where nodes were put by hand, by node id. */
  readonly positions: Readonly<Record<string, WirePosition>>
}

/** Steps that are connected; steps that nothing connects form the last one, `alone`. */
export interface WireFlow {
  readonly id: string
  readonly title: string
  readonly nodeIds: readonly string[]
}

/** `step:<id>`, `topic:<name>`, or `missing:<target>`: triggered, and nothing has that id or topic. */
export interface WireNode {
  readonly id: string
  readonly kind: 'step' | 'topic' | 'missing'
  /** The step's id, the topic's name, the target. */
  readonly name: string
}

export interface WireEdge {
  /** Node ids. */
  readonly from: string
  readonly to: string
  /** `declared` in options (`on`, `from`, `onError`), `scanned` in the source, `observed` in kept runs. */
  readonly known: readonly ('declared' | 'scanned' | 'observed')[]
  /** Kept runs that came this way, of those looked at. */
  readonly count: number
  readonly lastAt?: number
}

export interface WirePosition {
  readonly x: number
  readonly y: number
}

/** Body of `POST /api/v1/commands/arrange`: replaces all positions; kept in `motia/workbench.json`. */
export interface WireArrange {
  readonly positions: Readonly<Record<string, WirePosition>>
}
