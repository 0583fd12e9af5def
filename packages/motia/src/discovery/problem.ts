/** Something that is wrong with a step's options; describe.ts adds the place. */

export interface Problem {
  readonly message: string
  readonly hint?: string
  /** The step can be used all the same. */
  readonly isHarmless?: true
}
