/** Wire of the app as a whole: what it is, how it fares, what has to be corrected, who is looking. */
import type { Mistake } from '@motia/core/descriptor'
import type { Failure } from '@motia/core/failure'
import type { EventRecord } from '../../observability/records.ts'

/** `GET /api/v1/info`. */
export interface WireInfo {
  readonly project: string
  readonly mode: 'development' | 'production'
  readonly urls: { readonly api: string; readonly workbench?: string }
  readonly versions: Readonly<Record<string, string>>
  readonly app: WireApp
  readonly mistakes: readonly Mistake[]
  readonly role: WireRole
  /** The step that a failure for good triggers, if the project has one of that id. */
  readonly errorStep: string
  /** Whether positions of the graph can be kept in the project. */
  readonly canArrange: boolean
}

/** How the app process fares, and why it is not there. */
export interface WireApp {
  readonly state: 'starting' | 'ready' | 'down'
  readonly detail?: string
}

/** A viewer sees everything, an operator acts too. In development whoever may open the page is an operator. */
export type WireRole = 'viewer' | 'operator'

/** `GET /api/v1/problems`: why the project, or a part of it, does not run. Empty when all is well. */
export interface WireProblems {
  readonly app: WireApp
  readonly mistakes: readonly WireMistake[]
  /** What ended the app last, or kept it from starting: also when it was started again and is ready, until the next save. */
  readonly crash: WireCrash | null
}

export interface WireMistake extends Mistake {
  readonly frame?: WireFrame
}

export interface WireCrash {
  readonly at: number
  readonly cause: string
  readonly failure?: Failure
  /** Of the project's own files in the failure's stack, innermost first. */
  readonly frames: readonly WireFrame[]
}

/** Some lines of a file of the project around the one that is meant. */
export interface WireFrame {
  /** Relative to the root, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly column?: number
  readonly lines: readonly { readonly number: number; readonly text: string }[]
}

/** `GET /api/v1/notices?types=&before=&limit=`: what befell the processes and the runs in general, newest first. */
export type WireNotices = readonly EventRecord[]

/** `GET /api/v1/session`. `POST /api/v1/login` takes a WireLogin and sets the cookie, `POST /api/v1/logout` ends it. */
export interface WireSession {
  /** `null`: log in first. */
  readonly role: WireRole | null
}

export interface WireLogin {
  /** The password or the token of a role. */
  readonly password: string
}

/** Answer to a command that has no other: whether there was anything to do. */
export interface WireDone {
  readonly done: boolean
}

/** Any answer that is no success. */
export interface WireError {
  readonly error: string
  readonly code?: string
  readonly hint?: string
}
