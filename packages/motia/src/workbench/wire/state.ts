/** Wire of state: durable key-value groups. */

/** `GET /api/v1/state`: groups by name. */
export type WireStateGroups = readonly { readonly group: string; readonly keys: number }[]

/** `GET /api/v1/state/:group?text=&after=&limit=`: by key; `text` is looked for in keys and values. */
export interface WireStateItems {
  readonly items: readonly WireStateItem[]
  /** Pass as `after` to go on. */
  readonly after?: string
}

/** `GET /api/v1/state/:group/:key` one of them, whole. */
export interface WireStateItem {
  readonly key: string
  readonly version: number
  /** Cut and with secrets hidden in the list; whole but for secrets on its own. */
  readonly value: unknown
  /** Something was hidden or cut: what is shown is not what is stored, and cannot be edited as it is. */
  readonly isAltered: boolean
  readonly bytes: number
}

/**
 * Body of `POST /api/v1/commands/state-set`. Refused (409) if the version is another by now; 0 for a new key. Answered
 * with a WireDone: the new version is read with the item, which others may have written since.
 */
export interface WireStateSet {
  readonly group: string
  readonly key: string
  readonly value: unknown
  readonly version: number
}

/** Body of `POST /api/v1/commands/state-delete`. Answered with a WireDone. */
export interface WireStateDelete {
  readonly group: string
  readonly key: string
  readonly version: number
}
