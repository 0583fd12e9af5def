/** `tsx bench/profile.ts DIR`: where the processor time of each profile in a folder went, by function, own time only. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'

/** The parts of V8's format that matter here. Times in microseconds. */
interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
}

const SHOWN = Number(argv[3] ?? 40)
const IDLE = /^\((idle|root)\)$/

const folder = argv[2]
if (folder === undefined) console.log('tsx bench/profile.ts DIR [how many functions]')
else
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.cpuprofile')))
    describe(folder, name)

function describe(folder: string, name: string): void {
  const profile: Profile = JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const own = sumOwnTimes(profile)
  const all = sum([...own.values()])
  const busy = sum([...own].filter(([frame]) => !IDLE.test(frame)).map(([, time]) => time))
  if (busy < 1_000_000) return
  console.log(`\n${name}: ${seconds(all)} s, of it busy ${seconds(busy)} s`)
  const rows = [...own].filter(([frame]) => !IDLE.test(frame)).sort(([, a], [, b]) => b - a)
  for (const [frame, time] of rows.slice(0, SHOWN)) {
    console.log(`  ${((time / busy) * 100).toFixed(1).padStart(5)} %  ${frame}`)
  }
}

function sumOwnTimes({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, toName(callFrame)]))
  const own = new Map<string, number>()
  samples.forEach((id, index) => {
    const name = names.get(id) ?? ''
    own.set(name, (own.get(name) ?? 0) + (timeDeltas[index] ?? 0))
  })
  return own
}

function toName({ functionName, url, lineNumber }: CallFrame): string {
  const file = url.replace(/^.*\/(packages\/\w+\/dist|node_modules)\//, '')
  return `${functionName || '(anonymous)'}  ${file}${url === '' ? '' : `:${lineNumber + 1}`}`.trim()
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function seconds(microseconds: number): string {
  return (microseconds / 1e6).toFixed(1)
}
