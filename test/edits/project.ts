/**
 * A project that is edited while it runs, and the edits: of a step, a helper, `.env`, the configuration, and of two files
 * at once. What it answers tells which edits have taken effect. Used by edit-loop.ts and whoever starts it.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type EditKind = 'step' | 'helper' | 'env' | 'config' | 'pair'

export const EDIT_KINDS: readonly EditKind[] = ['step', 'helper', 'env', 'config', 'pair']

/** What `/state` answers. */
export interface SeenState {
  readonly step: number
  readonly helper: number
  readonly env: string
  /** Two files that are always edited together: one number, or the code is half new. */
  readonly pair: readonly [number, number]
}

/** Bytes of a body that every second configuration takes. */
export const BODY_BYTES = 500

const step = (n: number) => `import { api } from '@motia/core'
import { z } from 'zod'
import { helper } from '../../lib/helper.ts'
import { left } from '../../lib/left.ts'
import { right } from '../../lib/right.ts'

export default api({ id: 'state', method: 'GET', path: '/state', schema: { query: z.object({}) } }, () => ({
  step: ${n},
  helper,
  env: process.env.EDITION,
  pair: [left, right],
}))
`

const config = (n: number) =>
  `export default { development: { bodyLimit: ${n % 2 === 0 ? BODY_BYTES * 2 : BODY_BYTES / 2} } }\n`

const constant = (name: string, n: number) => `export const ${name} = ${n}\n`

/** Writes down each beginning and each end, so that what ran twice shows. */
const WORK = `import { appendFileSync } from 'node:fs'
import { event } from '@motia/core'
import { z } from 'zod'

const schema = z.object({ id: z.string(), ms: z.number() })

export const work = event({ id: 'work', schema }, async ({ id, ms }) => {
  appendFileSync('ledger', \`begin \${id}\\n\`)
  await new Promise((resolve) => setTimeout(resolve, ms))
  appendFileSync('ledger', \`end \${id}\\n\`)
  return id
})

export const caller = event({ id: 'caller', schema }, async ({ id, ms }) => {
  appendFileSync('ledger', \`begin \${id}\\n\`)
  const result = await motia.call('work', { id: \`\${id}-called\`, ms })
  appendFileSync('ledger', \`end \${id}\${result === \`\${id}-called\` ? '' : ' with another result'}\\n\`)
})
`

const API = `import { api } from '@motia/core'

export const run = api({ id: 'run', method: 'POST', path: '/run' }, async ({ body }) => {
  await motia.trigger(body.caller ? 'caller' : 'work', { id: body.id, ms: body.ms })
  return body.id
})

export const slow = api({ id: 'slow', method: 'POST', path: '/slow' }, async ({ body }) => {
  await new Promise((resolve) => setTimeout(resolve, body.ms))
  await motia.trigger('work', { id: body.id, ms: 0 })
  return body.id
})

export const trigger = api({ id: 'trigger', method: 'POST', path: '/trigger' }, async ({ body }) => {
  await motia.trigger(body.target, body.payload)
  return body.target
})

export const sized = api({ id: 'sized', method: 'POST', path: '/sized' }, () => 'small enough')
`

/** All files, before the first edit. */
export const FILES: Readonly<Record<string, string>> = {
  'motia/steps/state.ts': step(0),
  'motia/steps/work.ts': WORK,
  'motia/steps/api.ts': API,
  'lib/helper.ts': constant('helper', 0),
  'lib/left.ts': constant('left', 0),
  'lib/right.ts': constant('right', 0),
  'motia.config.mjs': config(0),
  '.env': 'EDITION=0\n',
}

/** What an edit writes. */
export function toEdit(kind: EditKind, n: number): Readonly<Record<string, string>> {
  switch (kind) {
    case 'step':
      return { 'motia/steps/state.ts': step(n) }
    case 'helper':
      return { 'lib/helper.ts': constant('helper', n) }
    case 'env':
      return { '.env': `EDITION=${n}\n` }
    case 'config':
      return { 'motia.config.mjs': config(n) }
    case 'pair':
      return { 'lib/left.ts': constant('left', n), 'lib/right.ts': constant('right', n) }
  }
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
}
