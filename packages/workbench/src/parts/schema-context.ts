/** What the parts of a schema's form need of the whole: its problems by path, and texts that are no JSON yet. */
import { createContext } from 'react'

export const SchemaContext = createContext<{
  /** By path. */
  readonly broken: Readonly<Record<string, string>>
  /** In words, by path. */
  readonly problems: ReadonlyMap<string, string>
  readonly setBroken: (path: string, text: string | undefined) => void
  /** Of a part that is taken away. */
  readonly clearBroken: (path: string) => void
}>({ broken: {}, problems: new Map(), setBroken: () => undefined, clearBroken: () => undefined })
